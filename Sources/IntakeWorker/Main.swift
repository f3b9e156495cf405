import Admission
import IntakeLookups
import Logging
import QueueContracts
import RabbitBroker
import WorkerRuntime
import WorkerStore

/// The service that validates applications.
@main
enum Main {
  static func main() async {
    await WorkerProcess.run { settings, configuration, logger in
      try await WorkerService(
        worker: Intake(
          schools: CSVSchoolDirectory(settings), facts: Lookups(settings),
          editions: settings.file("RULES_FILE") { json throws(RulesFileError) in try RulesEditions(json: json) }
            ?? .builtIn,
          now: { Timestamp.now }),
        store: OpenedStore(url: configuration.storeURL),
        broker: RabbitBroker(urls: configuration.amqpURL, connectionName: "intake"),
        configuration: configuration, logger: logger)
    }
  }
}
