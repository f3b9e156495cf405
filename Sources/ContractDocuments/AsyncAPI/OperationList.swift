import QueueContracts

/// Writes the operations: the messages that each party sends, and the queue that each party reads.
enum OperationList {
  static func all(_ topology: Topology) -> JSONMembers {
    var operations = JSONMembers()
    for channel in RoutingChannel.all {
      for sender in channel.form.senders {
        operations[AsyncAPIDocument.key("\(sender.documentName).sends.\(channel.name)")] = operation(
          "send", by: sender, at: channel.name, [channel.route.type],
          "\(sender.documentName) sends \(channel.route.type) to the exchange `\(ExchangeName.admission)`.")
      }
    }
    for party in Party.all {
      let routes = MessageRoute.version1.filter { route in route.readers.contains { $0.party == party } }
      guard !routes.isEmpty else { continue }
      let queue = party.queue ?? "\(QueueName.schools).bin"
      operations[AsyncAPIDocument.key("\(party.documentName).reads.\(queue)")] = operation(
        "receive", by: party, at: queue, routes.map(\.type), "\(party.documentName) reads its queue.")
    }
    return operations
  }

  private static func operation(
    _ action: String, by party: Party, at channel: String, _ types: [String], _ summary: String
  ) -> JSONValue {
    let place = "#/channels/\(AsyncAPIDocument.key(channel))"
    return [
      "action": .text(action), "summary": .text(summary),
      "channel": ["$ref": .text(place)],
      "messages": .array(types.map { ["$ref": .text("\(place)/messages/\(AsyncAPIDocument.key($0))")] }),
      "tags": [["name": .text(party.documentName), "description": .text(party.documentNote)]],
      "bindings": action == "send"
        ? ["amqp": ["deliveryMode": 2, "mandatory": true, "ack": false, "bindingVersion": "0.3.0"]]
        : ["amqp": ["ack": true, "bindingVersion": "0.3.0"]],
    ]
  }
}
