/// A failure of the broker or of the connection to it.
///
/// It carries no body, header or password.
public struct BrokerError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure.
  public enum Code: String, Sendable {
    /// No broker answered, or the connection was lost.
    case unreachable
    /// The broker refused the login, the virtual host or an operation.
    case accessRefused
    /// The channel or the consumer is gone: it was cancelled, the broker closed it, or its queue was deleted.
    case consumerLost
    /// A published message could not be routed to any queue.
    case unroutable
    /// The message can never be sent.
    ///
    /// Its headers are larger than a frame, a name is over 255 bytes, or its body is larger than the broker takes.
    case unsendable
    /// The broker did not take a published message (nack): a queue is full or has no leader.
    case refused
    /// The time-out passed, or the connection was lost, before the broker confirmed a published message.
    case notConfirmed
    /// A queue, exchange or binding is missing on the broker, or is not as it should be.
    case topologyMismatch
    /// The TLS handshake or a certificate failed.
    case tls
    /// The caller closed the connection.
    case closed
    /// The configuration cannot work, for example a URL without a host.
    case misconfigured
  }

  /// The kind of failure.
  public let code: Code
  /// One sentence for an operator: what was tried, what happened, what to do.
  public let detail: String
  /// The status of the AMQP library, or the broker's reply code; nil if there is neither.
  public let status: Int?

  /// Creates an error whose detail is one sentence for an operator.
  public init(_ code: Code, _ detail: String, status: Int? = nil) {
    self.code = code
    self.detail = detail
    self.status = status
  }

  /// The code, the detail and the status in one line.
  public var description: String { "\(code.rawValue): \(detail)" + (status.map { " (\($0))" } ?? "") }
}
