import CRabbitMQ
import WorkerRuntime

/// The first two numbers of RabbitMQ's version, on which the broker's behaviour depends.
package struct ServerVersion: Sendable, Comparable, CustomStringConvertible {
  /// The first number.
  package let major: Int
  /// The second number.
  package let minor: Int

  /// Creates a version from its first two numbers.
  package init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Reads a version; nil if the text does not begin with two numbers.
  package init?(_ text: String) {
    guard let match = text.prefixMatch(of: /(\d{1,4})\.(\d{1,4})/),
      let major = Int(match.1), let minor = Int(match.2)
    else { return nil }
    self.init(major, minor)
  }

  /// Orders versions by age.
  package static func < (left: Self, right: Self) -> Bool { (left.major, left.minor) < (right.major, right.minor) }

  /// Both numbers, for example `4.3`.
  package var description: String { "\(major).\(minor)" }
}

extension RabbitConnection {
  /// The broker's version; nil if the broker does not tell it.
  var serverVersion: ServerVersion? {
    guard let properties = unsafe amqp_get_server_properties(handle.state) else { return nil }
    let (headers, _) = unsafe HeaderReader.read(properties.pointee)
    guard case .text(let text)? = headers["version"] else { return nil }
    return ServerVersion(text)
  }

  /// True if the broker drops a message that a quorum queue without a delivery limit has delivered 20 times.
  ///
  /// RabbitMQ 4.0 and later do. A broker that does not tell its version is treated like RabbitMQ 4.
  var dropsWithoutLimit: Bool { serverVersion.map { $0 >= ServerVersion(4, 0) } ?? true }
}
