import QueueContracts
import WorkerRuntime

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
        value: "a UUID that names this logical message for ever: sent again, it has the same id; of a worker's output "
          + "UUIDv5(namespace = the input's message_id, name = the output's routing key + `#` + its number from 0)"),
      MessageProperty(name: "correlation_id", value: "the applicationId"),
      MessageProperty(name: "timestamp", value: "seconds since 1970"),
      MessageProperty(name: "app_id", value: "who publishes: `portal`, `intake`, `transfer`, `school`…"),
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
      note: "W3C trace context, where there is a trace; it goes on into every output."),
    MessageHeader(
      name: HeaderName.attempt, kind: "integer", pattern: nil,
      note: "How often a worker has put the message off, from 1. Of a copy that waits or comes back."),
    MessageHeader(
      name: HeaderName.parkedReason, kind: "string", pattern: nil,
      note: "Why a copy is parked: one of the parking codes. What the broker parks by its delivery limit has none."),
    MessageHeader(
      name: HeaderName.parkedDetail, kind: "string", pattern: nil,
      note: "More about it, a field's path for example; no personal data."),
    MessageHeader(name: HeaderName.parkedAt, kind: "string", pattern: nil, note: "When it was parked, ISO 8601."),
    MessageHeader(
      name: HeaderName.parkedBy, kind: "string", pattern: nil,
      note: "Who parked it: `intake`, `transfer` or `notify`."),
    MessageHeader(
      name: HeaderName.routingKey, kind: "string", pattern: nil,
      note: "The routing key by which a copy that a worker put aside was published first."),
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
