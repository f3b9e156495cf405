import ArgumentParser

/// `--json`, the same on every command.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  /// Prints the value as JSON, or the text; only what is asked for is made.
  func show<Value: Encodable>(_ value: @autoclosure () -> Value, text: @autoclosure () -> String) {
    if json { Terminal.answer(json: value()) } else { Terminal.answer(text()) }
  }
}
