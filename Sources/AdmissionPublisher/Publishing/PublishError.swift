public import WorkerRuntime

/// The reason why a message was not published or could not be built.
///
/// The error carries no body, no personal data and no password. After `invalid`, `unroutable`, `misconfigured` and
/// `unsendable` the message has not arrived. After any other code the message may have arrived; publishing the message
/// again is safe, because it keeps its id.
public struct PublishError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure.
  public enum Code: String, Sendable {
    /// A field is outside of the contract's bounds; the detail is its path.
    case invalid
    /// Back-pressure: the broker blocks publishers, for lack of memory or disk.
    case blocked
    /// Back-pressure: the broker refused the message at every try (nack), because a queue is full or has no leader.
    case refused
    /// Back-pressure: this publisher has as many messages and callers in hand as its limits allow.
    case busy
    /// No broker answered in time, or the connection was lost at every try.
    case unreachable
    /// The broker did not confirm the message in time.
    case notConfirmed
    /// No queue is bound for the message: the topology is not declared.
    case unroutable
    /// The broker will never take the message, for example because of its size.
    case unsendable
    /// The address, the login, the rights or the key are wrong.
    case misconfigured
    /// The publisher was closed, or the task that waited was cancelled.
    case closed
  }

  /// The kind of failure.
  public let code: Code
  /// One sentence for an operator, or the path of a field.
  public let detail: String
  /// The last failure of the broker; nil if there was none.
  public let cause: BrokerError?

  init(_ code: Code, _ detail: String, cause: BrokerError? = nil) {
    self.code = code
    self.detail = detail
    self.cause = cause
  }

  static func invalid(_ path: String) -> PublishError { PublishError(.invalid, path) }

  /// True if the same message, published again later, may succeed.
  public var isRetryable: Bool {
    switch code {
    case .blocked, .refused, .busy, .unreachable, .notConfirmed, .closed: true
    case .invalid, .unroutable, .unsendable, .misconfigured: false
    }
  }

  /// True if the system is overloaded: let citizens wait, or try later.
  public var isBackPressure: Bool { [.blocked, .refused, .busy].contains(code) }

  /// The code, the detail and the cause in one line.
  public var description: String { "\(code.rawValue): \(detail)" + (cause.map { " (\($0))" } ?? "") }
}

extension PublishError {
  /// Translates a failure of the broker for a portal.
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
