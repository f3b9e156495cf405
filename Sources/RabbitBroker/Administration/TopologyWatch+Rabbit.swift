public import Logging
public import QueueContracts
public import WorkerRuntime

extension TopologyWatch {
  /// Creates a watch over the queues of one of this system's workers.
  ///
  /// The watch logs in as `AMQP_URL` says, and opens and closes a connection for each check.
  ///
  /// - Throws: ``BrokerError/Code/misconfigured`` if `AMQP_URL` cannot be used.
  public init(
    _ worker: WorkerName, _ configuration: WorkerConfiguration, health: Health, logger: Logger
  ) throws(BrokerError) {
    let urls = try BrokerURL.list(configuration.amqpURL)
    let admin = RabbitAdmin(RabbitConfiguration(urls: urls, connectionName: worker.user))
    self.init(
      worker: worker, retryLadderSeconds: configuration.lane.retries.stepSeconds, health: health,
      seconds: Double(configuration.topologyCheckSeconds), logger: logger
    ) { try await admin.states(of: $0) }
  }

  /// Creates a watch over the queues of another package's worker.
  ///
  /// - Parameters:
  ///   - topology: the queues that the worker needs; see `Topology.reader(_:boundBy:retryLadderSeconds:)`.
  ///   - command: the command by which an operator declares the queues.
  ///   - connectionName: the name on the broker's management pages.
  ///   - configuration: the broker's address, and how often the broker is asked.
  ///   - health: told which queues are missing.
  ///   - logger: told which queues are missing, and when no queue is missing any more.
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
    ) { try await admin.states(of: $0) }
  }
}
