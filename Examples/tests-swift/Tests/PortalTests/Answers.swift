import Foundation
import QueueContracts
import RabbitBroker
import WorkerRuntime

/// Receives the workers' updates on applications in a queue of the test's own; NotifyWorker receives them, too.
///
/// ``end()`` removes the queue.
struct Answers {
  private let admin: RabbitAdmin
  private let topology: Topology
  private let consumer: any Consumer

  /// Receives every update that is published from now on.
  init(url: String) async throws {
    let name = "admission.test.\(UUID().uuidString.prefix(8))"
    admin = try RabbitAdmin(url: url)
    topology = Topology(
      exchanges: [], queues: [.kept(name)],
      bindings: [
        BindingDefinition(exchange: ExchangeName.admission, queue: name, key: RoutingKey.processingUpdated)
      ])
    try await admin.apply(topology)
    consumer = try await RabbitBroker(urls: url, connectionName: "test").consumer(queue: name, prefetch: 100)
  }

  /// Waits for the next update on this application, and skips updates on others.
  func next(on application: ApplicationID) async throws -> ProcessingUpdated {
    while let batch = try await consumer.nextBatch(limit: 1) {
      try await consumer.acknowledge(batch.map(\.tag))
      let update = try WireCodec.decode(ProcessingUpdated.self, from: batch[0].message.body)
      if update.applicationId == application { return update }
    }
    throw CancellationError()
  }

  func end() async throws {
    await consumer.close()
    try await admin.remove(topology)
  }
}
