import QueueContracts

/// A property of AMQP 0-9-1 that every message has.
struct MessageProperty {
  let name: String
  let value: String

  static func all(of type: String) -> [MessageProperty] {
    [
      MessageProperty(name: "content_type", value: WireCodec.contentType),
      MessageProperty(name: "delivery_mode", value: "2"),
      MessageProperty(name: "type", value: type),
      MessageProperty(
        name: "message_id",
        value:
          "a UUID that identifies this logical message; when it is sent again, it has the same id. An output of a worker "
          + "has UUIDv5(namespace = the input's message_id, name = the output's routing key + `#` + the output's number "
          + "among the outputs with that key, from 0)"),
      MessageProperty(name: "correlation_id", value: "the applicationId"),
      MessageProperty(name: "timestamp", value: "seconds since 1970"),
      MessageProperty(name: "app_id", value: "the publisher: `portal`, `intake`, `transfer`, `school`…"),
    ]
  }

  static func document(of type: String) -> JSONValue {
    .object(JSONMembers(all(of: type).map { ($0.name, .text($0.value)) }))
  }
}

/// A header of a message, or of a message's copy in a retry queue or parked queue.
struct MessageHeader {
  let name: String
  let kind: String
  let pattern: String?
  let note: String

  static let all: [MessageHeader] = [
    MessageHeader(
      name: HeaderName.traceparent, kind: "string", pattern: "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$",
      note: "The W3C trace context, if there is a trace; a worker passes it on in every output."),
    MessageHeader(
      name: HeaderName.attempt, kind: "integer", pattern: nil,
      note:
        "The number of retries so far, from 1; only on a copy that waits in a retry queue or has come back from one."),
    MessageHeader(
      name: HeaderName.parkedReason, kind: "string", pattern: nil,
      note: "The parking code of a parked copy; absent if the broker itself parked the message by its delivery limit."),
    MessageHeader(
      name: HeaderName.parkedDetail, kind: "string", pattern: nil,
      note: "A detail beside the parking code, for example the path of a field; no personal data."),
    MessageHeader(name: HeaderName.parkedAt, kind: "string", pattern: nil, note: "The time of parking, in ISO 8601."),
    MessageHeader(
      name: HeaderName.parkedBy, kind: "string", pattern: nil,
      note: "The worker that parked the message: `intake`, `transfer` or `notify`."),
    MessageHeader(
      name: HeaderName.routingKey, kind: "string", pattern: nil,
      note:
        "The routing key of the original, on a retried or parked copy whose `type` has several routing keys; empty if the "
        + "key is not in this contract."),
  ]

  static let schema: JSONValue = [
    "type": "object",
    "properties": .object(
      JSONMembers(
        all.map { header in
          var schema = JSONMembers([("type", .text(header.kind)), ("description", .text(header.note))])
          schema["pattern"] = header.pattern.map { .text($0) }
          return (header.name, .object(schema))
        })),
  ]
}
