import Foundation
import QueueContracts

/// Writes the messages with their properties, headers and examples.
enum MessageList {
  static func all(_ schemas: JSONMembers) -> JSONMembers {
    var messages = JSONMembers()
    for body in DocumentedBody.version1 where body.role == .message {
      guard let route = MessageRoute.version1.first(where: { $0.type == body.name }) else { continue }
      messages[AsyncAPIDocument.key(body.name)] = [
        "name": .text(body.name), "title": .text(route.name), "summary": .text(body.type.summary),
        "contentType": .text(WireCodec.contentType), "payload": schemas[body.name] ?? .null,
        "headers": MessageHeader.schema,
        "correlationId": [
          "description": "The AMQP property `correlation_id` has the same value.",
          "location": "$message.payload#/applicationId",
        ],
        "bindings": ["amqp": ["messageType": .text(body.name), "bindingVersion": "0.3.0"]],
        "examples": .array(body.examples.compactMap(example)),
        "x-properties": MessageProperty.document(of: body.name),
        "x-senders": .array(parties(route.keys.flatMap(\.senders))),
        "x-readers": .array(parties(route.readers.map(\.party))),
      ]
    }
    return messages
  }

  /// References from a channel to the messages of these types.
  static func references(to types: [String]) -> JSONValue {
    .object(
      JSONMembers(
        types.map { type in
          let key = AsyncAPIDocument.key(type)
          return (key, ["$ref": .text("#/components/messages/\(key)")])
        }))
  }

  private static func parties(_ parties: [Party]) -> [JSONValue] {
    Party.all.filter(parties.contains).map { .text($0.documentName) }
  }

  private static func example(_ example: DocumentedBody.Example) -> JSONValue? {
    guard let payload = try? JSONValue(Data(example.json.utf8)) else { return nil }
    return ["name": .text(example.name), "payload": payload]
  }
}
