public import Foundation
public import QueueContracts
import WorkerRuntime

/// A message of the portal, ready to be published: a submission or a withdrawal.
///
/// The message's id is derived from the application's id and the message type. So a message that is made and published
/// again is the same message and counts once. A portal that keeps an outbox can store the message there.
public struct PortalMessage: Codable, Sendable, Equatable, PersonalData {
  /// The property `message_id`.
  public let id: MessageID
  /// The application that the message is about.
  public let applicationId: ApplicationID
  /// The property `type`: the contract's name and version.
  public let type: String
  /// The routing key to publish the message with.
  public let routingKey: String
  /// The property `timestamp`, to the second.
  public let sentAt: Timestamp
  /// The encoded body.
  public let body: Data
  /// The W3C trace context of the message, which the workers pass on to every message that follows from it.
  public var traceparent: String?

  /// Creates the message of a citizen who applies (contract 4.1).
  ///
  /// - Throws: ``PublishError`` with the code `invalid` and the path of the field, never its value.
  public init(submitting application: ApplicationSubmitted) throws(PublishError) {
    try self.init(application, sentAt: application.submittedAt)
  }

  /// Creates the message of an applicant who withdraws an application (contract 4.3).
  ///
  /// - Throws: ``PublishError`` with the code `invalid` and the path of the field, never its value.
  public init(withdrawing withdrawal: ApplicationWithdrawn) throws(PublishError) {
    try self.init(withdrawal, sentAt: withdrawal.withdrawnAt)
  }

  private init<Body: RoutedContract>(_ message: Body, sentAt: Timestamp) throws(PublishError) {
    let body = WireCodec.encode(message)
    do throws(WireError) {
      _ = try WireCodec.decode(Body.self, from: body)
    } catch {
      throw .invalid(error.path.isEmpty ? "the body is over \(WireCodec.maximumBodyBytes) bytes" : error.path)
    }
    guard let routingKey = message.routingKey else { throw .invalid("type") }
    id = MessageID(uuid: UUID(version5: Body.type, namespace: message.applicationId.uuid))
    applicationId = message.applicationId
    type = Body.type
    self.routingKey = routingKey
    self.sentAt = sentAt
    self.body = body
  }

  var publication: Publication {
    let message = BrokerMessage(
      id: id.description, type: type, contentType: WireCodec.contentType, correlationId: applicationId.description,
      appId: "portal", timestamp: sentAt.amqpSeconds,
      headers: traceparent.map { [HeaderName.traceparent: .text($0)] } ?? [:], body: body)
    return Publication(exchange: ExchangeName.admission, routingKey: routingKey, message: message)
  }
}
