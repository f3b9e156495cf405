import Foundation
import QueueContracts
import Testing
import WorkerRuntime
import WorkerTesting

@testable import RabbitBroker

/// Tests bodies of up to 128 MiB, the most that Debian's RabbitMQ takes.
@Suite("Bodies of 100 MiB and more", .withLargeMessageBroker)
struct LargeBodyTests {
  private let rabbit: RabbitUnderTest

  init() throws { rabbit = try #require(LargeMessageBrokerTrait.current) }

  @Test("A body that is too large for the broker fails alone, and its neighbours are published")
  func oneTooLarge() async throws {
    try await rabbit.withQueue { queue in
      let publisher = try await rabbit.broker.publisher()
      for _ in 0..<2 {
        let tooLarge = publication(queue, "too large", body: Data(count: 128 << 20 + 1))
        let results = await publisher.publishEach([publication(queue, "1"), tooLarge, publication(queue, "2")])
        #expect(results.map { $0?.code } == [nil, .unsendable, nil])
      }
      await publisher.close()
      let consumer = try await rabbit.broker.consumer(queue: queue, prefetch: 100)
      var found: [String] = []
      while found.filter({ $0 == "2" }).count < 2 {
        found += try #require(try await consumer.nextBatch(limit: 100)).compactMap(\.message.id)
      }
      #expect(Set(found) == ["1", "2"])
      await consumer.close()
    }
  }

  #if os(Linux)
    /// The consumer has twenty bodies of 100 MiB in hand at the same time.
    @Test(
      "Twenty bodies of 100 MiB are parked, and the consumer takes less than 32 MiB of memory", .timeLimit(.minutes(5)))
    func parkedUnread() async throws {
      try await rabbit.withQueue { parked in
        let arguments: [String: QueueDefinition.ArgumentValue] = [
          "x-queue-type": .text("quorum"), "x-delivery-limit": .integer(20), "x-overflow": .text("reject-publish"),
          "x-dead-letter-exchange": .text(parked), "x-dead-letter-routing-key": .text("work"),
          "x-dead-letter-strategy": .text("at-least-once"),
        ]
        try await rabbit.withQueue(arguments) { queue in
          let count = 20
          try await publish(count, to: queue)
          let before = try memory("VmRSS")
          // From here on, the kernel measures the peak of the process's memory anew.
          try Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))

          let consumer = try await rabbit.broker.consumer(queue: queue, prefetch: 200)
          var taken: [Delivery] = []
          while taken.count < count { taken += try #require(try await consumer.nextBatch(limit: 100)) }
          #expect(taken.allSatisfy { $0.omittedBodyBytes == 100 << 20 && $0.message.body.isEmpty })
          try await consumer.reject(taken.map(\.tag))
          try await consumer.cancel()
          await consumer.close()
          #expect(try memory("VmHWM") - before < 32 << 10, "KiB that the consumer took")
          while try await rabbit.admin.counts(of: parked)?.messages != count {
            try await Task.sleep(for: .milliseconds(100))
          }

          // A consumer that ends while bodies are still arriving must not keep these bodies in memory.
          try Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
          let hasty = try await rabbit.broker.consumer(queue: parked, prefetch: 200)
          _ = try await hasty.nextBatch(limit: 1)
          try await hasty.cancel()
          await hasty.close()
          #expect(try memory("VmHWM") - before < 32 << 10, "KiB that the consumer that ended took")
        }
      }
    }

    private func publish(_ count: Int, to queue: String) async throws {
      let body = Data(count: 100 << 20)
      let publisher = try await rabbit.broker.publisher()
      for number in 0..<count { try await publisher.publish([publication(queue, "\(number)", body: body)]) }
      await publisher.close()
    }

    /// The process's memory, in KiB.
    private func memory(_ kind: String) throws -> Int {
      let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
      let line = status.split(separator: "\n").first { $0.hasPrefix("\(kind):") }
      return try #require(line.flatMap { Int($0.filter(\.isNumber)) })
    }
  #endif
}
