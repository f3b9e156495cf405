import QueueContracts
import Testing
import WorkerRuntime

@testable import RabbitBroker

@Suite("A delayed subscription")
struct DelayedSubscriptionTests {
  @Test(
    "A consumer gets no message before its `ready` closure returns; if `ready` throws, the caller gets the error",
    .timeLimit(.minutes(1)))
  func afterReady() async throws {
    let rabbit = try RabbitUnderTest.fromEnvironment()
    try await rabbit.withQueue { queue in
      let publisher = try await rabbit.broker.publisher()
      try await publisher.publish(["a", "b"].map { publication(queue, $0) })
      await publisher.close()

      let refusal = BrokerError(.refused, "not yet")
      let refused = await failure {
        _ = try await rabbit.broker.consumer(queue: queue, prefetch: 2) { () throws(BrokerError) in throw refusal }
      }
      #expect(refused?.detail == refusal.detail)

      let consumer = try await rabbit.broker.consumer(queue: queue, prefetch: 2) { () throws(BrokerError) in
        let counts = try await rabbit.admin.counts(of: queue)
        #expect(counts?.consumers == 0)
        #expect(counts?.messages == 2)
      }
      var taken: [Delivery] = []
      while taken.count < 2 { taken += try #require(try await consumer.nextBatch(limit: 2)) }
      #expect(taken.map(\.message.id) == ["a", "b"])
      #expect(taken.allSatisfy { !$0.redelivered })
      try await consumer.acknowledge(taken.map(\.tag))
      await consumer.close()
    }
  }

  @Test("If the queue is missing when `ready` returns, the error names the command to run", .timeLimit(.minutes(1)))
  func missingQueue() async throws {
    let rabbit = try RabbitUnderTest.fromEnvironment()
    let error = await failure {
      _ = try await rabbit.broker.consumer(queue: "broker-tests.missing", prefetch: 2) { () throws(BrokerError) in }
    }
    #expect(error?.code == .topologyMismatch)
    #expect(error?.detail.contains("admissionctl topology apply") == true)
  }
}
