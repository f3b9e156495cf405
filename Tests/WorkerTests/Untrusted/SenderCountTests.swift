import Foundation
import QueueContracts
import RabbitBroker
import Testing
import WorkerRuntime

/// Tests that a count written by the sender cannot hide how often the broker has delivered a message.
@Suite("Delivery counts that a sender wrote", .timeLimit(.minutes(2)))
struct SenderCountTests {
  /// Forged entries of `x-delivery-count` and `x-acquired-count`; the first message is honest and has none.
  private static let forgedCounts: [[(String, Int64)]] = [
    [], [("x-delivery-count", 1000)], [("x-delivery-count", 0)], [("x-delivery-count", 0), ("x-delivery-count", 0)],
    [("x-delivery-count", 1000), ("x-delivery-count", 1000)], [("x-acquired-count", 0)],
    [("x-acquired-count", 0), ("x-delivery-count", 0), ("x-acquired-count", 0)], [("x-acquired-count", 1000)],
  ]

  @Test(
    "A delivery count that a sender wrote does not count at the first delivery, and never lowers later counts",
    arguments: [false, true])
  func counts(isLost: Bool) async throws {
    let system = try await AdmissionSystem()
    let publisher = try RawPublisher(to: system.amqpURL)
    for forged in Self.forgedCounts {
      var message = RawMessage(routingKey: Array(QueueName.schools.utf8))
      message.headers = forged.flatMap { RawMessage.header($0.0, $0.1) }
      try publisher.publish(message, exchange: ExchangeName.aside)
    }
    var consumer = try await system.broker.consumer(queue: QueueName.schools, prefetch: 100)
    for round in 0...2 {
      var deliveries: [Delivery] = []
      while deliveries.count < Self.forgedCounts.count {
        deliveries += try #require(try await consumer.nextBatch(limit: 100))
      }
      let counts = deliveries.map(\.deliveryCount)
      if round == 0 { #expect(counts.allSatisfy { $0 == 0 }, "\(counts)") }
      #expect(counts.allSatisfy { $0 >= counts[0] }, "\(counts)")
      if isLost {
        #expect(counts[0] == round, "\(counts)")
        // Messages with several forged headers are left out: if two headers have one name, RabbitMQ 3.10 overwrites
        // only one of them, and the larger value counts.
        let single = zip(Self.forgedCounts, counts).filter { $0.0.count < 2 }.map(\.1)
        #expect(single.allSatisfy { $0 == round }, "\(counts)")
        await consumer.close()
        consumer = try await system.broker.consumer(queue: QueueName.schools, prefetch: 100)
      } else {
        try await #require(consumer as? any RequeuingConsumer).requeue(deliveries.map(\.tag))
      }
    }
    await consumer.close()
  }
}
