import ArgumentParser
import Foundation
import Operations

/// The reason why a command could not do its work, in one sentence for the person who typed the command.
///
/// The sentence repeats file names and options as they were typed, and never a value that may name a person.
typealias Failure = OperationFailure

extension Failure {
  /// Converts an error of a command or of the argument parser; nil if a person only asked for help.
  init?(ending error: any Error) {
    if let failure = Failure(error) {
      self = failure
      return
    }
    if let exit = error as? ExitCode, exit == .success { return nil }
    guard AdmissionCtl.exitCode(for: error) != .success else { return nil }
    self = .badInput("\(Self.oneLine(AdmissionCtl.message(for: error))) Try admissionctl --help.")
  }

  /// Ends the process; help goes to standard output, and the sentence of a failure goes to standard error.
  static func end(_ error: any Error) -> Never {
    guard let failure = Failure(ending: error) else { AdmissionCtl.exit(withError: error) }
    Terminal.complain(failure.sentence)
    exit(failure.status == .couldNotBeDone ? 1 : 2)
  }

  /// The parser's message on one line; an IIN that was typed in the wrong place is masked.
  static func oneLine(_ message: String) -> String {
    let words = message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let line = words.withoutTwelveDigits
    return line.isEmpty || line.hasSuffix(".") ? line : line + "."
  }
}
