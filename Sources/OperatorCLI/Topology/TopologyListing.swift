import QueueContracts

/// A topology as `topology show` prints it.
struct TopologyListing: Encodable {
  struct Exchange: Encodable {
    let name: String
    let type: String
    let durable: Bool
    let alternateExchange: String?
  }

  struct Queue: Encodable {
    let name: String
    let durable: Bool
    let arguments: [String: QueueDefinition.ArgumentValue]
  }

  struct Binding: Encodable {
    let exchange: String
    let queue: String
    let key: String
  }

  let exchanges: [Exchange]
  let queues: [Queue]
  let bindings: [Binding]

  init(_ topology: Topology) {
    exchanges = topology.exchanges.map {
      Exchange(name: $0.name, type: $0.kind.rawValue, durable: true, alternateExchange: $0.alternateExchange)
    }
    queues = topology.queues.map { queue in
      Queue(name: queue.name, durable: true, arguments: queue.arguments)
    }
    bindings = topology.bindings.map { Binding(exchange: $0.exchange, queue: $0.queue, key: $0.key) }
  }

  var text: String {
    var exchangeTable = Table("EXCHANGE", "TYPE", "ALTERNATE EXCHANGE")
    for exchange in exchanges { exchangeTable.add(exchange.name, exchange.type, exchange.alternateExchange ?? "") }
    var queueTable = Table("QUEUE", "ARGUMENTS")
    for queue in queues {
      for (number, argument) in queue.arguments.sorted(by: { $0.key < $1.key }).enumerated() {
        queueTable.add(number == 0 ? queue.name : "", "\(argument.key) = \(argument.value)")
      }
    }
    var bindingTable = Table("FROM", "ROUTING KEY", "TO")
    for binding in bindings { bindingTable.add(binding.exchange, binding.key, binding.queue) }
    return [exchangeTable, queueTable, bindingTable].map(\.text).joined(separator: "\n\n")
      + "\n\nAll of it is durable."
  }
}
