import Admission
import Logging
import QueueContracts
import RabbitBroker
import WorkerRuntime
import WorkerStore

/// The service that handles moves between schools.
@main
enum Main {
  static func main() async {
    await WorkerProcess.run { settings, configuration, logger in
      try await WorkerService(
        worker: Transfer(now: { Timestamp.now }),
        store: OpenedStore(url: configuration.storeURL),
        broker: RabbitBroker(urls: configuration.amqpURL, connectionName: WorkerName.transfer.user),
        configuration: configuration, logger: logger)
    }
  }
}
