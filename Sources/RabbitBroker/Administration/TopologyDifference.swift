public import QueueContracts

/// A difference between a broker's topology and the wanted topology.
public struct TopologyDifference: Encodable, Sendable, Equatable {
  /// "queue", "exchange" or "binding".
  public let kind: String
  /// The name of the queue or exchange, or the binding in words.
  public let name: String
  /// The argument that differs; nil for a binding, and if the whole queue or exchange is missing.
  public let argument: String?
  /// The broker's value, or "is not wanted" for a surplus binding; nil if the queue, exchange or binding is missing.
  public let declared: String?
  /// The wanted value of the argument; nil if no argument differs.
  public let wanted: String?
  /// The steps that remove the difference without losing a message.
  public let migration: String
  /// True if the difference does no harm on this broker.
  ///
  /// A missing delivery limit does no harm before RabbitMQ 4.0; a surplus binding does no harm if another binding
  /// covers it.
  public let isHarmless: Bool

  private enum CodingKeys: CodingKey {
    case kind, name, argument, declared, wanted, migration
  }

  /// Describes a missing queue or exchange.
  init(kind: String, name: String) {
    self.kind = kind
    self.name = name
    argument = nil
    declared = nil
    wanted = nil
    migration = "To declare it: admissionctl topology apply."
    isHarmless = false
  }

  /// Describes a missing binding.
  public init(missing binding: BindingDefinition) {
    kind = "binding"
    name = binding.text
    argument = nil
    declared = nil
    wanted = nil
    migration = "To declare it: admissionctl topology apply."
    isHarmless = false
  }

  /// Describes a surplus binding of one of the system's queues.
  ///
  /// - Parameters:
  ///   - binding: the binding that is not wanted.
  ///   - bindings: the bindings that the queue should have.
  public init(surplus binding: BindingDefinition, wanted bindings: [BindingDefinition]) {
    let isCovered = bindings.contains { $0.covers(binding) }
    kind = "binding"
    name = binding.text
    argument = nil
    declared = "is not wanted"
    wanted = nil
    isHarmless = isCovered
    migration =
      isCovered
      ? "Another binding of the queue leads the same messages, and more."
      : "It leads messages to the queue that are not its own: unbind it, with RabbitMQ's management page or rabbitmqadmin."
  }

  init(_ mismatch: TopologyMismatch, isHarmless: Bool = false) {
    self.isHarmless = isHarmless
    kind = mismatch.kind
    name = mismatch.name
    argument = mismatch.argument
    declared = mismatch.declared
    wanted = mismatch.wanted
    migration = mismatch.migration
  }
}

extension BindingDefinition {
  /// The binding in an operator's words.
  fileprivate var text: String { "\(exchange) to \(queue) by \(key.isEmpty ? "any key" : key)" }
}
