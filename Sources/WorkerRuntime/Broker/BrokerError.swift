/// What went wrong with the broker.
///
/// Carries no body, header or password.
public struct BrokerError: Error, Sendable, CustomStringConvertible {
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
    /// The broker did not say within the time-out whether it took a published message, or the connection was lost before.
    case notConfirmed
    /// The topology on the broker is not what it has to be.
    case topologyMismatch
    /// The TLS handshake or a certificate failed.
    case tls
    /// The caller closed it.
    case closed
    /// The configuration cannot work, for example a URL without a host.
    case misconfigured
  }

  public let code: Code
  /// One sentence for an operator: what was tried, what came, what to do.
  public let detail: String
  /// The status of the library or the broker's reply code, where there is one.
  public let status: Int?

  public init(_ code: Code, _ detail: String, status: Int? = nil) {
    (self.code, self.detail, self.status) = (code, detail, status)
  }

  public var description: String { "\(code.rawValue): \(detail)" + (status.map { " (\($0))" } ?? "") }
}
