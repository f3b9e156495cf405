/// The exchanges, queues and bindings that a broker must have: a value, applied by `admissionctl topology apply`.
public struct Topology: Sendable, Equatable {
  public var exchanges: [ExchangeDefinition]
  public var queues: [QueueDefinition]
  public var bindings: [BindingDefinition]

  public init(exchanges: [ExchangeDefinition], queues: [QueueDefinition], bindings: [BindingDefinition]) {
    (self.exchanges, self.queues, self.bindings) = (exchanges, queues, bindings)
  }
}

/// A durable exchange.
public struct ExchangeDefinition: Sendable, Hashable {
  public enum Kind: String, Sendable {
    case topic, fanout, direct
  }

  public let name: String
  public let kind: Kind
  /// Where a message goes that no queue is bound to.
  public let alternateExchange: String?

  public init(name: String, kind: Kind, alternateExchange: String? = nil) {
    (self.name, self.kind, self.alternateExchange) = (name, kind, alternateExchange)
  }
}

/// A durable queue.
public struct QueueDefinition: Sendable, Hashable {
  public enum ArgumentValue: Sendable, Hashable {
    case text(String)
    case integer(Int64)
  }

  public let name: String
  public let arguments: [String: ArgumentValue]

  public init(name: String, arguments: [String: ArgumentValue]) {
    (self.name, self.arguments) = (name, arguments)
  }
}

/// Messages with this routing key go from this exchange to this queue.
public struct BindingDefinition: Sendable, Hashable {
  public let exchange: String
  public let queue: String
  public let key: String

  public init(exchange: String, queue: String, key: String) {
    (self.exchange, self.queue, self.key) = (exchange, queue, key)
  }
}
