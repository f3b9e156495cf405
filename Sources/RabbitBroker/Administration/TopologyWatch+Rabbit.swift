public import Logging
public import QueueContracts
public import WorkerRuntime

extension TopologyWatch {
  /// Creates a watch over the queues of one of this system's workers.
  ///
  /// The watch opens and closes a connection for each check.
  ///
  /// - Parameters:
  ///   - worker: the worker.
  ///   - broker: the broker that has the queues.
  ///   - configuration: how often the broker is asked, and the worker's retry queues.
  ///   - health: told which queues are missing.
  ///   - logger: told which queues are missing, and when no queue is missing any more.
  public init(
    _ worker: WorkerName, on broker: RabbitConfiguration, _ configuration: WorkerConfiguration, health: Health,
    logger: Logger
  ) {
    let admin = RabbitAdmin(broker)
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
  ///   - broker: the broker that has the queues.
  ///   - configuration: how often the broker is asked.
  ///   - health: told which queues are missing.
  ///   - logger: told which queues are missing, and when no queue is missing any more.
  public init(
    _ topology: Topology, declaredBy command: String, on broker: RabbitConfiguration,
    _ configuration: WorkerConfiguration, health: Health, logger: Logger
  ) {
    let admin = RabbitAdmin(broker)
    self.init(
      queues: topology.queues.map(\.name), declaredBy: command, health: health,
      seconds: Double(configuration.topologyCheckSeconds), logger: logger
    ) { try await admin.states(of: $0) }
  }
}
