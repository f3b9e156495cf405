import ArgumentParser
import Foundation
import QueueContracts

/// `--json`, the same on every command.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print one JSON document instead of text.")
  var json = false

  /// Prints the value as JSON, or the text; only what is asked for is made.
  func show<Value: Encodable>(_ value: @autoclosure () -> Value, text: @autoclosure () -> String) {
    print(json ? String(decoding: WireCodec.encode(value()), as: UTF8.self) : text())
  }
}
