/// A message body, named by its contract and version in the AMQP property `type`.
public protocol Contract: Codable, Sendable, Equatable {
  /// The AMQP property `type`, `application.submitted.v1` for example.
  static var type: String { get }
  /// The application that the message is about: the AMQP property `correlation_id`.
  var applicationId: ApplicationID { get }
}

/// A message body of the wire contract, with its route.
public protocol RoutedContract: Contract {
  /// The message's routing keys, senders and readers (contract, section 2).
  static var route: MessageRoute { get }
  /// The routing key that follows from the body; nil if the body does not determine the key.
  var routingKey: String? { get }
}

extension RoutedContract {
  /// The type of the body's route.
  public static var type: String { route.type }
  /// The type's only routing key; nil if the type has several keys or none.
  public var routingKey: String? { Self.route.onlyKey }
}
