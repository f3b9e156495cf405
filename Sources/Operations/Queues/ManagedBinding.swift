import QueueContracts

/// A binding as the management API describes it.
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

  /// The binding; nil if it leads to another exchange, or is RabbitMQ's own default binding.
  var definition: BindingDefinition? {
    guard destinationType == "queue", !source.isEmpty else { return nil }
    return BindingDefinition(exchange: source, queue: destination, key: routingKey)
  }
}
