import ArgumentParser

/// The option `--all`, for commands whose tables have many empty cells.
struct TableOptions: ParsableArguments {
  @Flag(help: "Show empty columns and empty queues, too.")
  var all = false

  /// Draws a table; a column whose cells all count as empty is left out, but `--all` shows it.
  ///
  /// - Parameters:
  ///   - table: the table.
  ///   - words: the texts of cells that count as empty.
  /// - Returns: the lines.
  func text(_ table: Table, leavingOut words: Set<String> = ["", "not known"]) -> String {
    (all ? table : table.withoutEmptyColumns(treatingAsEmpty: words)).text
  }
}

/// The option `--json`, which is the same on every command.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  /// Prints the value as JSON, or else the text; evaluates only the argument that is printed.
  func show<Value: Encodable>(_ value: @autoclosure () -> Value, text: @autoclosure () -> String) {
    if json { Terminal.answer(json: value()) } else { Terminal.answer(text()) }
  }
}
