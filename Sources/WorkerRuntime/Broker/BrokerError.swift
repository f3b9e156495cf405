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
    /// The channel or the consumer is gone: cancelled, closed by the broker, queue deleted.
    case consumerLost
    /// A published message could not be routed to any queue.
    case unroutable
    /// The message itself cannot be sent, now or ever: headers larger than a frame, a name longer than 255 bytes, a body
    /// larger than the broker takes.
    case unsendable
    /// The broker did not take a published message (nack): a queue is full or has no leader.
    case refused
    /// The broker did not confirm a published message within the time-out, or the connection was lost before it did.
    case notConfirmed
    /// A queue, exchange or binding on the broker is missing or differs from the one that is wanted.
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
  /// The status of the library or the broker's reply code; nil if there is none.
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
