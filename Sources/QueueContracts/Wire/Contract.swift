/// A message body of the wire contract, named by its contract and version in the AMQP property `type`.
public protocol Contract: Codable, Sendable, Equatable {
  /// For example `application.submitted.v1`.
  static var type: String { get }
  /// The AMQP property `correlation_id`.
  var applicationId: ApplicationID { get }
}
