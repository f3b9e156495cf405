import Admission
import CitizenTexts
import IntakeLookups
import Logging
import QueueContracts
import RabbitBroker
import Schools
import WorkerRuntime
import WorkerStore

/// The service that posts to the service history.
@main
enum Main {
  static func main() async {
    await WorkerProcess.run { settings, configuration, logger in
      let health = Health()
      let storeURL = try StoreURL(configuration.storeURL)
      PlainConnections.warn(["AMQP_URL", "PORTAL_URL"], of: settings, isStorePlain: storeURL.isPlain, logger)
      let store = try await storeURL.open()
      return try WorkerService(
        worker: Notify(
          texts: HistoryTexts(editions: RulesEditions(settings)),
          schools: settings.text("SCHOOLS_FILE").map { CSVSchoolDirectory(path: $0) },
          sink: PortalSink(settings, logger: logger) { try await store.entries([$0]).first }, now: { Timestamp.now }),
        store: store,
        broker: RabbitBroker(urls: configuration.amqpURL, connectionName: WorkerName.notify.user),
        configuration: configuration, logger: logger, health: health,
        companions: [
          StoreKeeper(store: store, days: InboxDays(settings), logger: logger),
          TopologyWatch(.notify, configuration, health: health, logger: logger),
        ])
    }
  }
}
