import ArgumentParser

/// `--all`, on commands whose tables have much that is empty.
struct TableOptions: ParsableArguments {
  @Flag(help: "Show what is empty too: columns in which nothing is known, and queues in which nothing waits.")
  var all = false

  func text(_ table: Table) -> String { (all ? table : table.withoutEmptyColumns()).text }
}

/// `--json`, the same on every command.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  /// Prints the value as JSON, or the text; only what is asked for is made.
  func show<Value: Encodable>(_ value: @autoclosure () -> Value, text: @autoclosure () -> String) {
    if json { Terminal.answer(json: value()) } else { Terminal.answer(text()) }
  }
}
