import QueueContracts
import RabbitBroker
import WorkerRuntime
import WorkerStore

@main
enum Main {
  static func main() async throws {
    if CommandLine.arguments.dropFirst() == ["declare"] { return try await declare() }
    await WorkerProcess.run { settings, configuration, logger in
      let health = Health()
      let store = try await StoreURL(configuration.storeURL).openInbox()
      let rabbit = try RabbitConfiguration(urls: configuration.amqpURL, connectionName: "meals")
      return try WorkerService(
        worker: Meals(), store: store, broker: RabbitBroker(rabbit),
        configuration: configuration, logger: logger, health: health,
        companions: [
          StoreKeeper(store: store, days: InboxDays(settings), logger: logger),
          TopologyWatch(
            Meals.topology(configuration.lane.retries), declaredBy: "MealsWorker declare", on: rabbit,
            configuration, health: health, logger: logger),
        ])
    }
  }

  /// Declares the worker's queues; the user in `AMQP_URL` needs the right to do so.
  static func declare() async throws {
    let settings = try await Settings.fromEnvironment()
    let admin = try RabbitAdmin(url: settings.required("AMQP_URL", example: "amqp://operator:…@127.0.0.1:5672/"))
    try await admin.apply(Meals.topology(RetryLadder(settings)))
  }
}
