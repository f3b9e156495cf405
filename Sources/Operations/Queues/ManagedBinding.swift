import QueueContracts

/// What the management API tells of a binding.
struct ManagedBinding: Decodable, Sendable {
  let source: String
  let destination: String
  let destinationType: String
  let routingKey: String

  enum CodingKeys: String, CodingKey {
    case source, destination
    case destinationType = "destination_type"
    case routingKey = "routing_key"
  }

  /// Nil if it leads to another exchange, or is RabbitMQ's own.
  var definition: BindingDefinition? {
    guard destinationType == "queue", !source.isEmpty else { return nil }
    return BindingDefinition(exchange: source, queue: destination, key: routingKey)
  }
}
