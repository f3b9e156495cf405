import Admission
import Logging
import QueueContracts
import RabbitBroker
import ServiceLifecycle
import WorkerRuntime
import WorkerStore

/// The service that handles moves between schools, as its own process or as a part of another.
package enum TransferProgram {
  /// Runs it as this process, until a signal has drained it.
  package static func run() async {
    await WorkerProcess.run { try await service($0, $1, $2) { Timestamp.now } }
  }

  /// The service, to run beside others, and how it is.
  ///
  /// - Parameter now: the clock that moves are judged by.
  /// - Throws: `SettingsError`, or that the store cannot be opened.
  package static func part(
    _ settings: Settings, _ configuration: WorkerConfiguration, _ logger: Logger,
    now: @escaping @Sendable () -> Timestamp
  ) async throws -> (service: any ServiceLifecycle.Service, health: Health) {
    let service = try await service(settings, configuration, logger, now: now)
    return (service, service.health)
  }

  static func service(
    _ settings: Settings, _ configuration: WorkerConfiguration, _ logger: Logger,
    now: @escaping @Sendable () -> Timestamp
  ) async throws -> WorkerService<Transfer> {
    let storeURL = try StoreURL(configuration.storeURL)
    PlainConnections.warn(["AMQP_URL"], of: settings, isStorePlain: storeURL.isPlain, logger)
    let store = try await storeURL.open()
    let health = Health()
    return try WorkerService(
      worker: Transfer(now: now),
      store: store,
      broker: RabbitBroker(urls: configuration.amqpURL, connectionName: WorkerName.transfer.user),
      configuration: configuration, logger: logger, health: health,
      companions: [
        StoreKeeper(store: store, days: InboxDays(settings), logger: logger),
        TopologyWatch(.transfer, configuration, health: health, logger: logger),
      ])
  }
}
