import WorkerRuntime

/// The reason why an operation could not be done, in one sentence for the person who asked for the operation.
///
/// The sentence names keys, queues and codes, and never a value that may name a person.
public struct OperationFailure: Error, Equatable, Sendable {
  /// The kind of failure.
  public enum Status: Sendable {
    /// The broker or the store was not reached, or something is missing.
    case couldNotBeDone
    /// The request or the configuration is wrong, and nothing was done.
    case badInput
  }

  /// The kind of failure: in the system, or in the request.
  public let status: Status
  /// The failure in one sentence for a person; it names nobody.
  public let sentence: String

  /// A failure because the broker or the store was not reached, or something is missing.
  public static func couldNotBeDone(_ sentence: String) -> OperationFailure {
    OperationFailure(status: .couldNotBeDone, sentence: sentence)
  }

  /// A failure because the request or the configuration is wrong.
  public static func badInput(_ sentence: String) -> OperationFailure {
    OperationFailure(status: .badInput, sentence: sentence)
  }

  /// Converts an error of an operation or of the settings; nil for any other error.
  public init?(_ error: any Error) {
    switch error {
    case let failure as OperationFailure: self = failure
    case let error as SettingsError: self = .badInput(error.description)
    default: return nil
    }
  }

  private init(status: Status, sentence: String) {
    self.status = status
    self.sentence = sentence
  }
}
