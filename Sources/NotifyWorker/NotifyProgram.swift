import Admission
import CitizenTexts
import Logging
import QueueContracts
import RabbitBroker
import ReferenceFiles
import WorkerBase
import WorkerRuntime
import WorkerStore

/// NotifyWorker as a service, in a process of its own or as a part of another process.
package enum NotifyProgram: WorkerProgram {
  package static func service(
    _ settings: Settings, _ configuration: WorkerConfiguration, _ logger: Logger,
    now: @escaping @Sendable () -> Timestamp
  ) async throws -> any MonitoredService {
    let health = Health()
    let storeURL = try StoreURL(configuration.storeURL)
    PlainConnections.warn(["AMQP_URL", "PORTAL_URL"], of: settings, isStorePlain: storeURL.isPlain, logger)
    let store = try await storeURL.open()
    let rabbit = try RabbitConfiguration(urls: configuration.amqpURL, connectionName: WorkerName.notify.user)
    return try WorkerService(
      worker: Notify(
        texts: HistoryTexts(editions: RulesEditions(settings)),
        schools: settings.text("SCHOOLS_FILE").map { CSVSchoolDirectory(path: $0) },
        sink: PortalSink(settings, logger: logger) { try await store.entries([$0]).first }, now: now),
      store: store,
      broker: RabbitBroker(rabbit),
      configuration: configuration, logger: logger, health: health,
      companions: [
        StoreKeeper(store: store, days: InboxDays(settings), logger: logger),
        TopologyWatch(.notify, on: rabbit, configuration, health: health, logger: logger),
      ])
  }
}
