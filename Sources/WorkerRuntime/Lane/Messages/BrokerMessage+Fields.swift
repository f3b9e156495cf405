package import QueueContracts

extension BrokerMessage {
  /// The message's id; nil if the property `message_id` is missing or not a UUID.
  package var messageId: MessageID? { id.flatMap { MessageID($0) } }

  /// The application that the message is about; nil if `correlation_id` is missing or not a UUID.
  package var applicationId: ApplicationID? { correlationId.flatMap { ApplicationID($0) } }

  /// The number of retries so far, from the header `x-attempt`; 0 if the header is missing or not a positive number.
  package var attempt: Int {
    guard case .integer(let number) = headers[HeaderName.attempt] else { return 0 }
    return Int(clamping: max(0, number))
  }

  /// The text of a header; nil if the header is missing or not a text.
  package func text(_ header: String) -> String? {
    guard case .text(let text) = headers[header] else { return nil }
    return text
  }
}

extension HeaderName {
  /// The headers that name more queues to the broker, which obeys them.
  package static let routing = ["CC", "BCC"]

  /// The headers by which a worker says why it parked a message.
  package static let parking = [parkedReason, parkedDetail, parkedAt, parkedBy]
}
