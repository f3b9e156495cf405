public import WorkerRuntime

/// Why a message was not handed over, or could not be built.
///
/// Carries no body, no name and no number of a person, and no password. Except for `invalid`, `unroutable`,
/// `misconfigured` and `unsendable` the message may have arrived all the same: publish it again, it keeps its id.
public struct PublishError: Error, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// A field is not as the contract bounds it; the detail is its path.
    case invalid
    /// Back-pressure: the broker holds publishers back, for want of memory or disk.
    case blocked
    /// Back-pressure: the broker took it at no try (nack), because a queue is full or has no leader.
    case refused
    /// Back-pressure: this publisher has as much in hand as it may.
    case busy
    /// No broker answered in time, or the connection was lost at each try.
    case unreachable
    /// The broker did not say in time whether it took it.
    case notConfirmed
    /// No queue takes it: the topology is not declared.
    case unroutable
    /// The broker never takes it, for example because of its size.
    case unsendable
    /// The address, the login, the rights or the key are wrong.
    case misconfigured
    /// The publisher was closed, or the task that waited was cancelled.
    case closed
  }

  public let code: Code
  /// One sentence for an operator, or the path of a field.
  public let detail: String
  /// What the broker's adapter said last, if it said anything.
  public let cause: BrokerError?

  init(_ code: Code, _ detail: String, cause: BrokerError? = nil) {
    self.code = code
    self.detail = detail
    self.cause = cause
  }

  static func invalid(_ path: String) -> PublishError { PublishError(.invalid, path) }

  /// True if publishing the same message later may succeed without anybody's doing.
  public var isRetryable: Bool {
    switch code {
    case .blocked, .refused, .busy, .unreachable, .notConfirmed, .closed: true
    case .invalid, .unroutable, .unsendable, .misconfigured: false
    }
  }

  /// True if the system takes less than it is given: let citizens wait, or come again.
  public var isBackPressure: Bool { [.blocked, .refused, .busy].contains(code) }

  public var description: String { "\(code.rawValue): \(detail)" + (cause.map { " (\($0))" } ?? "") }
}

extension PublishError {
  /// What a failure of the broker is to a portal.
  init(_ error: BrokerError) {
    let code: Code =
      switch error.code {
      case .unreachable, .closed, .consumerLost: .unreachable
      case .notConfirmed: .notConfirmed
      case .refused: .refused
      case .unroutable, .topologyMismatch: .unroutable
      case .unsendable: .unsendable
      case .accessRefused, .tls, .misconfigured: .misconfigured
      }
    self.init(code, error.detail, cause: error)
  }
}
