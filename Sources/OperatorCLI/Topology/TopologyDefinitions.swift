import QueueContracts

/// A topology as a definitions file.
///
/// RabbitMQ imports the file by `rabbitmqctl import_definitions`, by the management plugin, or by `load_definitions` at
/// a node's start.
struct TopologyDefinitions: Encodable {
  struct VirtualHost: Encodable {
    let name: String
  }

  struct Exchange: Encodable {
    let name: String
    let vhost: String
    let type: String
    let durable = true
    let autoDelete = false
    let `internal` = false
    let arguments: [String: String]

    enum CodingKeys: String, CodingKey {
      case name, vhost, type, durable, `internal`, arguments
      case autoDelete = "auto_delete"
    }
  }

  struct Queue: Encodable {
    let name: String
    let vhost: String
    let durable = true
    let autoDelete = false
    let arguments: [String: QueueDefinition.ArgumentValue]

    enum CodingKeys: String, CodingKey {
      case name, vhost, durable, arguments
      case autoDelete = "auto_delete"
    }
  }

  struct Binding: Encodable {
    let source: String
    let vhost: String
    let destination: String
    let destinationType = "queue"
    let routingKey: String
    let arguments: [String: String] = [:]

    enum CodingKeys: String, CodingKey {
      case source, vhost, destination, arguments
      case destinationType = "destination_type"
      case routingKey = "routing_key"
    }
  }

  let vhosts: [VirtualHost]
  let exchanges: [Exchange]
  let queues: [Queue]
  let bindings: [Binding]

  init(_ topology: Topology, virtualHost: String) {
    vhosts = [VirtualHost(name: virtualHost)]
    exchanges = topology.exchanges.map { exchange in
      Exchange(
        name: exchange.name, vhost: virtualHost, type: exchange.kind.rawValue,
        arguments: exchange.alternateExchange.map { ["alternate-exchange": $0] } ?? [:])
    }
    queues = topology.queues.map { queue in
      Queue(
        name: queue.name, vhost: virtualHost, arguments: queue.arguments)
    }
    bindings = topology.bindings.map { binding in
      Binding(source: binding.exchange, vhost: virtualHost, destination: binding.queue, routingKey: binding.key)
    }
  }
}
