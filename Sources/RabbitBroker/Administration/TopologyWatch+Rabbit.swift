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
}
