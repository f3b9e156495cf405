import CRabbitMQ
import WorkerRuntime

/// A version of RabbitMQ, such as 4.3.6, as far as its behaviour depends on it.
public struct ServerVersion: Sendable, Comparable, CustomStringConvertible {
  public let major: Int
  public let minor: Int

  public init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Nil if the text does not begin with two numbers.
  public init?(_ text: String) {
    guard let match = text.prefixMatch(of: /(\d{1,4})\.(\d{1,4})/),
      let major = Int(match.1), let minor = Int(match.2)
    else { return nil }
    self.init(major, minor)
  }

  public static func < (left: Self, right: Self) -> Bool { (left.major, left.minor) < (right.major, right.minor) }

  public var description: String { "\(major).\(minor)" }
}

extension RabbitConnection {
  /// What the broker says of itself; nil if it does not.
  var serverVersion: ServerVersion? {
    guard let properties = unsafe amqp_get_server_properties(handle.state) else { return nil }
    let (headers, _) = unsafe HeaderReader.read(properties.pointee)
    guard case .text(let text)? = headers["version"] else { return nil }
    return ServerVersion(text)
  }

  /// Whether a quorum queue without a delivery limit has one of 20 all the same, as from RabbitMQ 4.0 on.
  var dropsWithoutLimit: Bool { serverVersion.map { $0 >= ServerVersion(4, 0) } ?? true }
}
