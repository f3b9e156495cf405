public import Logging
public import QueueContracts
public import WorkerRuntime

extension TopologyWatch {
  /// Watches over the queues of the broker that the worker's configuration names, by the worker's own user.
  ///
  /// Each look has a connection of its own, which is closed after it.
  /// - Throws: ``BrokerError/Code/misconfigured`` if `AMQP_URL` cannot be used.
  public init(
    _ worker: WorkerName, _ configuration: WorkerConfiguration, health: Health, logger: Logger
  ) throws(BrokerError) {
    let urls = try BrokerURL.list(configuration.amqpURL)
    let admin = RabbitAdmin(RabbitConfiguration(urls: urls, connectionName: worker.user))
    self.init(
      worker: worker, retryLadderSeconds: configuration.lane.retries.stepSeconds, health: health,
      seconds: Double(configuration.topologyCheckSeconds), logger: logger
    ) { try await admin.sights(of: $0) }
  }

  /// Watches over the queues of a worker that is none of ours, by its own user.
  ///
  /// - Parameters:
  ///   - topology: what it needs; see `Topology.reader(_:boundBy:retryLadderSeconds:)`.
  ///   - command: what an operator runs to declare it.
  ///   - connectionName: shown by the broker's management pages.
  ///   - configuration: says where the broker is, and how often it is asked.
  ///   - health: is told what is missing.
  ///   - logger: names what is missing, and says when it is there.
  /// - Throws: ``BrokerError/Code/misconfigured`` if `AMQP_URL` cannot be used.
  public init(
    _ topology: Topology, declaredBy command: String, connectionName: String, _ configuration: WorkerConfiguration,
    health: Health, logger: Logger
  ) throws(BrokerError) {
    let urls = try BrokerURL.list(configuration.amqpURL)
    let admin = RabbitAdmin(RabbitConfiguration(urls: urls, connectionName: connectionName))
    self.init(
      queues: topology.queues.map(\.name), declaredBy: command, health: health,
      seconds: Double(configuration.topologyCheckSeconds), logger: logger
    ) { try await admin.sights(of: $0) }
  }
}
