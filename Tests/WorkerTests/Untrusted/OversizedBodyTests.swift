import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime

#if os(Linux)
  @Suite("Bodies that are far too large", .timeLimit(.minutes(5)))
  struct OversizedBodyTests {
    private static let count = 20
    private static let bytes = 100 << 20

    @Test("Twenty bodies of 100 MiB in a row are parked whole, and the worker uses less than 128 MiB of memory")
    func parked() async throws {
      try await LargeMessageBroker.run("oversized") { url in
        let system = try await AdmissionSystem(amqpURL: url)
        try await publish(to: system)
        let worker = try system.launch("IntakeWorker")
        defer { worker.kill() }
        // This application stands behind all the bodies in the queue, and is still handled soon.
        try await system.expectHandled(Families.enrolment(1))

        let parked = QueueName.parked(of: QueueName.intake)
        try await eventually(within: 120, "all are parked\n\(system.logs)") {
          try await TestBroker.admin(url).counts(of: parked)?.messages == Self.count
        }
        #expect(try peakKiB(worker.pid) < 128 << 10)
        #expect(worker.isRunning)

        let consumer = try await system.broker.consumer(queue: parked, prefetch: Self.count)
        var deadLetters: [Delivery] = []
        while deadLetters.count < Self.count {
          deadLetters += try #require(try await consumer.nextBatch(limit: Self.count))
        }
        #expect(deadLetters.allSatisfy { $0.omittedBodyBytes == UInt64(Self.bytes) })
        #expect(Set(deadLetters.compactMap(\.message.id)).count == Self.count)
        #expect(deadLetters.allSatisfy { $0.message.headers["x-odd"] == .text("Қ") })
        await consumer.close()
      }
    }

    /// Publishes the messages from one buffer.
    private func publish(to system: AdmissionSystem) async throws {
      let body = Data(count: Self.bytes)
      for _ in 0..<Self.count {
        let message = BrokerMessage(
          id: UUID().uuidString.lowercased(), type: ApplicationSubmitted.type, headers: ["x-odd": .text("Қ")],
          body: body)
        try await system.publish([message], routingKey: RoutingKey.applicationSubmitted)
      }
    }

    private func peakKiB(_ pid: pid_t) throws -> Int {
      let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
      let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      return try #require(line.flatMap { Int($0.filter(\.isNumber)) })
    }
  }
#endif
