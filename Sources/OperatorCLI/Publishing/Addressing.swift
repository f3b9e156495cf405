import Crypto
import Foundation
import Operations
import QueueContracts
import WorkerRuntime

/// Turns files into publications as the portal would send them (contract, section 1).
struct Addressing {
  let type: String
  /// The routing key; nil to derive the routing key from the body.
  let routingKey: String?
  /// The message id; nil to derive the id from the application and the type.
  let messageId: MessageID?
  /// True if bodies are not decoded, to try what the workers do with a broken message.
  let isUnchecked: Bool
  let appId: String

  func publication(of body: Data, path: String, at now: Timestamp) throws(Failure) -> Publication {
    let addressed = isUnchecked ? Self.guess(body) : try KnownContract.of(type: type).read(body, path)
    guard let key = routingKey ?? addressed.routingKey ?? plainRoutingKey else {
      throw .badInput(
        "The routing key of \(type) does not follow from its body: give --routing-key, such as \(exampleRoutingKey).")
    }
    guard key.utf8.count <= 255 else { throw .badInput("--routing-key is over 255 bytes.") }
    let message = BrokerMessage(
      id: (messageId ?? id(for: addressed.applicationId, body)).description, type: type,
      contentType: WireCodec.contentType, correlationId: addressed.applicationId?.description, appId: appId,
      timestamp: now.amqpSeconds, body: body)
    return Publication(exchange: ExchangeName.admission, routingKey: key, message: message)
  }

  private static func guess(_ body: Data) -> KnownContract.Addressed {
    let id = try? JSONDecoder().decode(Identified.self, from: body).applicationId
    return KnownContract.Addressed(applicationId: id)
  }

  private struct Identified: Decodable {
    let applicationId: ApplicationID
  }

  /// Derives the id from the body, so that a file that is published twice is the same message.
  ///
  /// The id comes from the type and the application; if the body names no application, from the type and the bytes.
  private func id(for application: ApplicationID?, _ body: Data) -> MessageID {
    MessageID(
      uuid: application.map { UUID(version5: type, namespace: $0.uuid) }
        ?? UUID(version5: "\(type)#\(SHA256.hash(data: body).hexDigits)", namespace: .zeros))
  }

  /// The type without its version; nil if bodies are checked, or if the type begins with `school.`.
  private var plainRoutingKey: String? {
    guard isUnchecked, !type.hasPrefix("school.") else { return nil }
    guard let end = type.lastIndex(of: ".") else { return type }
    return String(type[..<end])
  }

  private var exampleRoutingKey: String {
    type == SchoolDecided.type
      ? RoutingKey.schoolDecided(.enrolment) : "\(type.split(separator: ".").prefix(2).joined(separator: ".")).<bin>"
  }
}
