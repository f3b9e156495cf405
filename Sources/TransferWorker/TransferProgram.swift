import Admission
import Logging
import QueueContracts
import RabbitBroker
import WorkerBase
import WorkerRuntime
import WorkerStore

/// TransferWorker as a service, in a process of its own or as a part of another process.
package enum TransferProgram: WorkerProgram {
  package static func service(
    _ settings: Settings, _ configuration: WorkerConfiguration, _ logger: Logger,
    now: @escaping @Sendable () -> Timestamp
  ) async throws -> any MonitoredService {
    let storeURL = try StoreURL(configuration.storeURL)
    PlainConnections.warn(["AMQP_URL"], of: settings, isStorePlain: storeURL.isPlain, logger)
    let store = try await storeURL.open()
    let health = Health()
    let rabbit = try RabbitConfiguration(urls: configuration.amqpURL, connectionName: WorkerName.transfer.user)
    return try WorkerService(
      worker: Transfer(now: now),
      store: store,
      broker: RabbitBroker(rabbit),
      configuration: configuration, logger: logger, health: health,
      companions: [
        StoreKeeper(store: store, days: InboxDays(settings), logger: logger),
        TopologyWatch(.transfer, on: rabbit, configuration, health: health, logger: logger),
      ])
  }
}
