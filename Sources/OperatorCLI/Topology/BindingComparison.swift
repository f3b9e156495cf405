import QueueContracts
import RabbitBroker

/// How a broker's bindings differ from those of a topology.
enum BindingComparison {
  /// What is missing, then what is not wanted, each by exchange, queue and key.
  ///
  /// Bindings of other exchanges, and to queues that are not ours, are somebody else's.
  static func differences(of declared: [BindingDefinition], from topology: Topology) -> [TopologyDifference] {
    let exchanges = Set(topology.exchanges.map(\.name))
    let queues = Set(topology.queues.map(\.name))
    let ours = declared.filter { exchanges.contains($0.exchange) && queues.contains($0.queue) }
    let (there, wanted) = (Set(ours), Set(topology.bindings))
    return sorted(wanted.subtracting(there)).map { TopologyDifference(missing: $0) }
      + sorted(there.subtracting(wanted)).map { TopologyDifference(surplus: $0, wanted: topology.bindings) }
  }

  private static func sorted(_ bindings: Set<BindingDefinition>) -> [BindingDefinition] {
    bindings.sorted { ($0.exchange, $0.queue, $0.key) < ($1.exchange, $1.queue, $1.key) }
  }
}
