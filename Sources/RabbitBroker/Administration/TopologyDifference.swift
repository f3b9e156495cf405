public import QueueContracts

/// How a broker differs from what is wanted of it.
public struct TopologyDifference: Sendable, Equatable {
  /// "queue", "exchange" or "binding".
  public let kind: String
  public let name: String
  /// Nil when it is not there at all.
  public let argument: String?
  /// What the broker has.
  public let declared: String?
  public let wanted: String?
  /// What to do about it without losing a message.
  public let migration: String
  /// Whether it does no harm: on a broker of this version, but will on a later one; or ever, if it is a binding.
  public let isHarmlessYet: Bool

  /// It is not there.
  init(kind: String, name: String) {
    (self.kind, self.name) = (kind, name)
    (argument, declared, wanted) = (nil, nil, nil)
    migration = "To declare it: admissionctl topology apply."
    isHarmlessYet = false
  }

  /// A binding that is not there.
  public init(missing binding: BindingDefinition) {
    kind = "binding"
    name = binding.text
    argument = nil
    declared = nil
    wanted = nil
    migration = "To declare it: admissionctl topology apply."
    isHarmlessYet = false
  }

  /// A binding of one of our queues that is there and not wanted.
  ///
  /// - Parameters:
  ///   - binding: the one that is not wanted.
  ///   - bindings: the queue's bindings as they have to be.
  public init(surplus binding: BindingDefinition, wanted bindings: [BindingDefinition]) {
    let isCovered = bindings.contains { $0.covers(binding) }
    kind = "binding"
    name = binding.text
    argument = nil
    declared = "is not wanted"
    wanted = nil
    isHarmlessYet = isCovered
    migration =
      isCovered
      ? "Another binding of the queue leads the same messages, and more."
      : "It leads messages to the queue that are not its own: unbind it, with RabbitMQ's management page or rabbitmqadmin."
  }

  init(_ mismatch: TopologyMismatch, isHarmlessYet: Bool = false) {
    self.isHarmlessYet = isHarmlessYet
    (kind, name, argument) = (mismatch.kind, mismatch.name, mismatch.argument)
    (declared, wanted, migration) = (mismatch.declared, mismatch.wanted, mismatch.migration)
  }
}

extension BindingDefinition {
  /// For an operator.
  fileprivate var text: String { "\(exchange) to \(queue) by \(key.isEmpty ? "any key" : key)" }
}
