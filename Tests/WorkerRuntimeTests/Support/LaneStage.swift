import Foundation
import Logging
import QueueContracts
import Synchronization
import WorkerTesting

@testable import WorkerRuntime

/// A broker in memory, a store, and a lane between them.
///
/// The broker has the queue `work` with its parked and retry queues, and `out` for the outputs. Messages with the routing
/// key of another queue, ``LaneStage/otherQueue``, reach `work`, too, as if a sender had named it in a header `CC`.
struct LaneStage {
  let broker = MemoryBroker()
  let store = CountingStore()
  let health = Health()
  let registry = PrometheusRegistry()
  var parkedQuota = ParkedQuota(hourlyLimit: 0)
  var settings = LaneSettings(
    handlerSeconds: 5, retries: RetryLadder(stepSeconds: [1], totalSeconds: 2), crashLimit: 2,
    now: { Timestamp(milliseconds: 1_000_000) }, sleep: { _ in try await Task.sleep(for: .milliseconds(1)) })

  /// A routing key of `admission.aside` by which a misrouted message reaches `work`.
  static let otherQueue = "another"

  init() async throws {
    let names = ["work", "work.parked", "work.retry.1", "out"]
    try await broker.apply(
      Topology(
        exchanges: [
          ExchangeDefinition(name: ExchangeName.admission, kind: .topic),
          ExchangeDefinition(name: ExchangeName.aside, kind: .direct),
        ],
        queues: names.map { name in
          let leadsOn: [String: QueueDefinition.ArgumentValue] = [
            "x-dead-letter-exchange": .text(ExchangeName.aside),
            "x-dead-letter-routing-key": .text(QueueName.parked(of: name)),
          ]
          return QueueDefinition(name: name, arguments: name == "work" ? leadsOn : [:])
        },
        bindings: names.map { BindingDefinition(exchange: ExchangeName.aside, queue: $0, key: $0) } + [
          BindingDefinition(exchange: ExchangeName.admission, queue: "out", key: "echoed"),
          BindingDefinition(exchange: ExchangeName.aside, queue: "work", key: Self.otherQueue),
        ]))
  }

  func send(_ texts: String..., type: String = "echo.v1", id: String? = nil) async throws {
    for text in texts {
      let message = BrokerMessage(
        id: id ?? UUID().uuidString, type: type, headers: ["traceparent": .text("00-trace"), "x-other": .integer(1)],
        body: WireCodec.encode([text]))
      try await send(message)
    }
  }

  func send(_ message: BrokerMessage, by key: String = "work") async throws {
    try await broker.publisher().publish([
      Publication(exchange: ExchangeName.aside, routingKey: key, message: message)
    ])
  }

  /// Runs a lane until the messages in the queue are handled.
  ///
  /// - Parameters:
  ///   - worker: the worker.
  ///   - publisher: the publisher; nil for one on the in-memory broker.
  ///   - tracks: how many tasks run the lane.
  /// - Throws: the first error of a track, when all tracks have ended.
  func run(
    _ worker: ScriptedWorker = ScriptedWorker(), publisher: (any Publisher)? = nil, tracks: Int = 1
  ) async throws {
    let consumer = try await broker.consumer(queue: "work", prefetch: 100)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let observer = LaneObserver(lane: 0, health: health, logger: logger, factory: registry) { _ in }
    let lane = Lane(
      worker: worker, store: store, consumer: consumer, publisher: publisher ?? ReconnectingPublisher(broker) { _ in },
      settings: settings, observer: observer, gate: HandlingGate(), parkedQuota: parkedQuota)
    try await consumer.cancel()
    let results = await withTaskGroup(of: Result<Void, any Error>.self) { group in
      for _ in 0..<tracks { group.addTask { await Result { try await lane.run() } } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    await consumer.close()
    for result in results { try result.get() }
  }

  /// Returns waiting messages to the work queue, as the broker does when their wait is over.
  func returnFromRetry() async throws {
    let consumer = try await broker.consumer(queue: "work.retry.1", prefetch: 100)
    let waiting = try await consumer.nextBatch(limit: 100) ?? []
    for delivery in waiting { try await send(delivery.message) }
    try await consumer.acknowledge(waiting.map(\.tag))
    await consumer.close()
  }

  /// Takes everything that is in the queue and loses the connection.
  func loseEverything() async throws {
    let consumer = try await broker.consumer(queue: "work", prefetch: 100)
    _ = try await consumer.nextBatch(limit: 100)
    await consumer.close()
  }

  func bodies(in queue: String) async -> [String] {
    await broker.messages(in: queue).map { (try? WireCodec.decode([String].self, from: $0.body))?.first ?? "?" }
  }

  func reasons(in queue: String) async -> [HeaderValue?] {
    await broker.messages(in: queue).map { $0.headers[HeaderName.parkedReason] }
  }
}
