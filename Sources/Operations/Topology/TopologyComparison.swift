import QueueContracts
import RabbitBroker
import WorkerRuntime

/// Compares a broker with version 1 of the topology.
public enum TopologyComparison {
  /// Compares exchanges and queues over AMQP.
  ///
  /// - Parameters:
  ///   - settings: the settings that name the broker.
  ///   - schools: the schools whose own queues have to be there too.
  /// - Returns: the differences; empty if there are none.
  /// - Throws: ``OperationFailure`` if the broker does not answer, `SettingsError` if a key is wrong.
  public static func declared(_ settings: Settings, schools: [BIN] = []) async throws -> [TopologyDifference] {
    let topology = try Topology.version1(settings, schools: schools)
    let admin = try Connections.admin(settings)
    return try await Connections.reaching { () throws(BrokerError) in try await admin.differences(from: topology) }
  }

  /// Compares bindings over the management API; nil if `RABBITMQ_MANAGEMENT_URL` is not set.
  public static func bound(_ settings: Settings, schools: [BIN] = []) async throws -> [TopologyDifference]? {
    let topology = try Topology.version1(settings, schools: schools)
    let bindings = try await Connections.management(settings)?.bindings()
    return bindings.map { differences(of: $0, from: topology) }
  }

  /// The missing bindings, then the surplus ones, each sorted by exchange, queue and key.
  ///
  /// A binding of another exchange, or to a queue outside the topology, belongs to another system and is left out.
  public static func differences(of declared: [BindingDefinition], from topology: Topology) -> [TopologyDifference] {
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
