/// A message body, named by its contract and version in the AMQP property `type`.
public protocol Contract: Codable, Sendable, Equatable {
  /// For example `application.submitted.v1`.
  static var type: String { get }
  /// The AMQP property `correlation_id`.
  var applicationId: ApplicationID { get }
}

/// A message body of the wire contract, which says how it travels.
public protocol RoutedContract: Contract {
  /// Its routing keys, senders and readers (contract, section 2).
  static var route: MessageRoute { get }
  /// The routing key that follows from the body; nil if none does.
  var routingKey: String? { get }
}

extension RoutedContract {
  public static var type: String { route.type }
  public var routingKey: String? { Self.route.onlyKey }
}
