import QueueContracts

/// A queue with its bindings, and the messages that can be in it.
struct QueueChannel {
  let queue: QueueDefinition
  let bindings: [BindingDefinition]

  static func all(_ topology: Topology) -> [QueueChannel] {
    topology.queues.sorted { $0.name < $1.name }.map { queue in
      QueueChannel(queue: queue, bindings: topology.bindings.filter { $0.queue == queue.name })
    }
  }

  var name: String { Self.general(queue.name).replacing("{", with: "").replacing("}", with: "") }

  /// The name of the work queue to which a parked queue or retry queue belongs; for any other queue, its own name.
  private var work: String { QueueName.work(of: queue.name) }

  private var routes: [MessageRoute] {
    MessageRoute.version1.filter { route in
      route.readers.contains { reader in
        reader.party.queue == work || (reader.party == .school && work == QueueName.school(AsyncAPIDocument.anySchool))
      } || work == QueueName.unrouted
    }
  }

  var document: JSONValue {
    var channel = JSONMembers([
      ("address", .text(Self.general(queue.name))), ("description", .text(note)),
      ("messages", MessageList.references(to: routes.map(\.type))),
    ])
    if queue.name.contains(AsyncAPIDocument.anySchool.digits) {
      channel["parameters"] = ["bin": ["description": "The school's BIN, twelve digits."]]
    }
    channel["bindings"] = [
      "amqp": [
        "is": "queue",
        "queue": [
          "name": .text(Self.general(queue.name)), "durable": true, "exclusive": false, "autoDelete": false,
          "vhost": "/",
        ],
        "bindingVersion": "0.3.0",
      ]
    ]
    channel["x-queue-arguments"] = .object(
      JSONMembers(queue.arguments.sorted { $0.key < $1.key }.map { ($0.key, $0.value.document) }))
    channel["x-bound-to"] = .array(
      bindings.map { ["exchange": .text($0.exchange), "routingKey": .text(Self.general($0.key))] })
    return .object(channel)
  }

  private var note: String {
    if QueueName.isParked(queue.name) {
      return "Messages that wait for an operator, with the headers `x-parked-…`; `admissionctl parked` shows them."
    }
    if QueueName.isRetry(queue.name) {
      return "Each message waits here for the delay in the queue's name, then returns to its work queue."
    }
    switch queue.name {
    case QueueName.unrouted: return "Messages that no queue is bound to; an operator puts each one back or discards it."
    case QueueName.schools: return "The queue of the hub, which speaks for all schools."
    case QueueName.school(AsyncAPIDocument.anySchool):
      return "A school's own queue; declared by `admissionctl topology apply --school BIN`."
    default: return "The work queue of a worker."
    }
  }

  /// A queue's name, with the parameter `{bin}` in place of the BIN of ``AsyncAPIDocument/anySchool``.
  static func general(_ name: String) -> String { name.replacing(AsyncAPIDocument.anySchool.digits, with: "{bin}") }
}

extension QueueDefinition.ArgumentValue {
  fileprivate var document: JSONValue {
    switch self {
    case .text(let text): .text(QueueChannel.general(text))
    case .integer(let number): .integer(Int(number))
    }
  }
}
