import Foundation
import QueueContracts
import WorkerBase
import WorkerRuntime

extension BrokerConformance {
  /// The exchanges and queues of one check, so that checks can run side by side.
  struct Stage: Sendable {
    let broker: any Broker
    let countsRequeues: Bool
    let topic: String
    let direct: String
    /// The queue bound to ``direct`` by the key `work`, and to ``topic`` by the keys `work.*` and `deep.#`.
    let queue: String
    /// The queue for messages that no binding of ``topic`` takes.
    let unrouted: String
    /// The dead-letter queue of ``queue``.
    let parked: String
    let topology: Topology
    private let removal: @Sendable (Topology) async throws -> Void

    init(
      broker: any Broker, countsRequeues: Bool, removal: @escaping @Sendable (Topology) async throws -> Void
    ) {
      let name = "conformance.\(UUID().uuidString.prefix(8))"
      self.broker = broker
      self.countsRequeues = countsRequeues
      self.removal = removal
      topic = "\(name).topic"
      direct = "\(name).direct"
      queue = "\(name).queue"
      unrouted = "\(name).unrouted"
      parked = "\(name).queue.parked"
      // The checks expect returned messages at the queue's front. A quorum queue puts them there only if it has a
      // delivery limit.
      let arguments: [String: QueueDefinition.ArgumentValue] = [
        "x-queue-type": .text("quorum"), "x-delivery-limit": .integer(20),
      ]
      let leading: [String: QueueDefinition.ArgumentValue] = [
        "x-dead-letter-exchange": .text(direct), "x-dead-letter-routing-key": .text("parked"),
        "x-dead-letter-strategy": .text("at-least-once"), "x-overflow": .text("reject-publish"),
      ]
      topology = Topology(
        exchanges: [
          ExchangeDefinition(name: unrouted, kind: .fanout),
          ExchangeDefinition(name: topic, kind: .topic, alternateExchange: unrouted),
          ExchangeDefinition(name: direct, kind: .direct),
        ],
        queues: [
          QueueDefinition(name: queue, arguments: arguments.merging(leading) { $1 }),
          QueueDefinition(name: unrouted, arguments: arguments), QueueDefinition(name: parked, arguments: arguments),
        ],
        bindings: [
          BindingDefinition(exchange: direct, queue: queue, key: "work"),
          BindingDefinition(exchange: direct, queue: parked, key: "parked"),
          BindingDefinition(exchange: topic, queue: queue, key: "work.*"),
          BindingDefinition(exchange: topic, queue: queue, key: "deep.#"),
          BindingDefinition(exchange: unrouted, queue: unrouted, key: ""),
        ])
    }

    /// Deletes the queues and exchanges.
    func remove() async throws { try await removal(topology) }

    // MARK: Steps

    func message(_ id: String, _ body: Data = Data("{}".utf8)) -> Publication {
      Publication(exchange: direct, routingKey: "work", message: BrokerMessage(id: id, body: body))
    }

    func fill(_ count: Int) async throws {
      let publisher = try await broker.publisher()
      try await publisher.publish((1...count).map { message("\($0)") })
      await publisher.close()
    }

    /// Collects `count` deliveries, or fails after ten seconds.
    func take(_ count: Int, from consumer: any Consumer, limit: Int = 100) async throws -> [Delivery] {
      try await within(seconds: 10, "\(count) deliveries") {
        var taken: [Delivery] = []
        while taken.count < count {
          guard let batch = try await consumer.nextBatch(limit: min(limit, count - taken.count)) else { break }
          taken += batch
        }
        return taken
      }
    }

    /// Checks that nothing more arrives within 0.3 s.
    func expectNothing(from consumer: any Consumer) async throws {
      let waiting = Task { try await consumer.nextBatch(limit: 1) }
      try await Task.sleep(for: .milliseconds(300))
      waiting.cancel()
      if let batch = try? await waiting.value { throw Breach(description: "arrived unasked: \(ids(batch))") }
    }

    func expect(_ isTrue: Bool, _ what: String) throws {
      guard isTrue else { throw Breach(description: what) }
    }

    func expectEqual<Value: Equatable>(_ found: Value, _ expected: Value, _ what: String) throws {
      guard found == expected else { throw Breach(description: "\(what): \(found) is not \(expected)") }
    }

    /// Checks that the work fails with this code.
    @discardableResult
    func expect(_ code: BrokerError.Code, _ work: @Sendable @escaping () async throws -> Void) async throws
      -> BrokerError
    {
      do {
        try await within(seconds: 10, "an error") { try await work() }
      } catch let error as BrokerError {
        try expectEqual(error.code, code, "the error's code (\(error))")
        return error
      }
      throw Breach(description: "\(code) was not thrown")
    }

    func ids(_ deliveries: [Delivery]) -> [String] { deliveries.map { $0.message.id ?? "" } }

    func within<Value: Sendable>(
      seconds: Int, _ what: String, _ work: @Sendable @escaping () async throws -> Value
    ) async throws -> Value {
      try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await work() }
        group.addTask {
          try await Task.sleep(for: .seconds(seconds))
          throw Breach(description: "\(what): not within \(seconds) s")
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw Breach(description: what) }
        return value
      }
    }
  }
}
