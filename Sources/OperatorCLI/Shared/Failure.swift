import ArgumentParser
import Foundation
import WorkerRuntime

/// Why a command ended without having done its work, in one sentence for the person who typed it.
///
/// The sentence repeats file names and options as they were typed, and never a value that may name a person.
struct Failure: Error, Equatable {
  enum Status: Int32 {
    case couldNotBeDone = 1
    case badInput = 2
  }

  let status: Status
  let sentence: String

  static func couldNotBeDone(_ sentence: String) -> Failure { Failure(status: .couldNotBeDone, sentence: sentence) }
  static func badInput(_ sentence: String) -> Failure { Failure(status: .badInput, sentence: sentence) }

  /// Anything that a command or the argument parser may throw; nil where a person only asked for help.
  init?(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as SettingsError: self = .badInput(error.description)
    case let exit as ExitCode where exit == .success: return nil
    default:
      guard AdmissionCtl.exitCode(for: error) != .success else { return nil }
      self = .badInput("\(Self.oneLine(AdmissionCtl.message(for: error))) Try admissionctl --help.")
    }
  }

  private init(status: Status, sentence: String) { (self.status, self.sentence) = (status, sentence) }

  /// Ends the process: help goes to standard output, a sentence to standard error.
  static func end(_ error: any Error) -> Never {
    guard let failure = Failure(error) else { AdmissionCtl.exit(withError: error) }
    Terminal.complain(failure.sentence)
    exit(failure.status.rawValue)
  }

  /// The parser repeats what it did not expect, over several lines; an IIN typed in the wrong place is not repeated.
  static func oneLine(_ message: String) -> String {
    let words = message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let line = words.withoutTwelveDigits
    return line.isEmpty || line.hasSuffix(".") ? line : line + "."
  }
}

extension String {
  /// Without what looks like an IIN.
  var withoutTwelveDigits: String { replacing(/[0-9]{12}/, with: "…") }
}
