import Admission
import Foundation
import QueueContracts
import RabbitBroker
import WorkerRuntime
import WorkerStore

/// A worker for tests, which dies when it handles a message whose body contains the word "poison".
struct Aborting: Worker {
  let name = "notify"
  let queue = QueueName.notify

  func decode(type: String, body: Data) throws(WireError) -> String { String(decoding: body, as: UTF8.self) }

  func judge(_ message: Incoming<String>) async throws -> String {
    if message.body.contains("poison") { abort() }
    return message.body
  }

  func keys(of proposals: [String]) -> Ledger.Keys { Ledger.Keys() }

  func decide(_ proposal: String, in ledger: inout Ledger) -> Outcome { .completed([]) }
}

@main
enum Main {
  static func main() async {
    await WorkerProcess.run { settings, configuration, logger in
      try await WorkerService(
        worker: Aborting(), store: StoreURL(configuration.storeURL).open(),
        broker: RabbitBroker(urls: configuration.amqpURL, connectionName: "aborting"),
        configuration: configuration, logger: logger)
    }
  }
}
