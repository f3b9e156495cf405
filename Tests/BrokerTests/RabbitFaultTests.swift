import Foundation
import QueueContracts
import Testing
import WorkerRuntime
import WorkerTesting

@testable import RabbitBroker

/// Tests consumers and publishers on a real broker when something goes wrong.
@Suite("Faults of RabbitMQ and of its connection")
struct RabbitFaultTests {
  @Test("If no broker answers, the error names every address and does not show the password")
  func noBroker() async throws {
    let broker = try RabbitBroker(urls: "amqp://u:secret@127.0.0.1:1,amqp://u:secret@127.0.0.1:2", connectionName: "t")
    let error = try #require(await failure { _ = try await broker.publisher() })
    #expect(error.code == .unreachable)
    #expect(error.detail.contains("127.0.0.1:1, 127.0.0.1:2"))
    #expect(!error.detail.contains("secret"))

    let single = try RabbitBroker(urls: "amqp://u:secret@127.0.0.1:1", connectionName: "t")
    let other = try #require(await failure { _ = try await single.consumer(queue: "q", prefetch: 1) })
    #expect(other.detail.hasPrefix("No broker answers at 127.0.0.1:1"))
  }

  @Test("If one address of a broker does not answer, the other address is used", arguments: 0..<4)
  func nextAddress(_: Int) async throws {
    let rabbit = try RabbitUnderTest.fromEnvironment()
    let broker = try RabbitBroker(urls: "\(rabbit.text(port: 1)),\(rabbit.text)", connectionName: "t")
    await (try await broker.publisher()).close()
  }

  @Test("A refused login is reported without the password, even if another address does not answer")
  func refusedLogin() async throws {
    let rabbit = try RabbitUnderTest.fromEnvironment()
    let broker = try RabbitBroker(
      urls: "amqp://guest:secret@\(rabbit.url.endpoint),\(rabbit.text(port: 1))", connectionName: "t")
    let error = try #require(await failure { _ = try await broker.consumer(queue: "q", prefetch: 1) })
    #expect(error.code == .accessRefused)
    #expect(error.status == 403)
    #expect(!error.detail.contains("secret"))
  }

  @Test("If the virtual host is missing, the error names it")
  func missingVirtualHost() async throws {
    let rabbit = try RabbitUnderTest.fromEnvironment()
    let broker = try RabbitBroker(urls: "amqp://\(rabbit.url.endpoint)/nowhere-at-all", connectionName: "t")
    let error = try #require(await failure { _ = try await broker.publisher() })
    #expect(error.code == .accessRefused)
    #expect(error.detail.contains("nowhere-at-all"))
  }

  @Test("If the connection is cut, receiving, acknowledging and publishing fail within 20 seconds")
  func cutConnection() async throws {
    let rabbit = try RabbitUnderTest.fromEnvironment()
    try await rabbit.withQueue { queue in
      let link = try FaultyLink(to: rabbit.url.port)
      let broker = try RabbitBroker(urls: rabbit.text(port: link.port), connectionName: "cut")
      let consumer = try await broker.consumer(queue: queue, prefetch: 10)
      let publisher = try await broker.publisher()
      try await publisher.publish([publication(queue, "1")])
      let taken = try #require(try await consumer.nextBatch(limit: 10))
      let waiting = Task { try await consumer.nextBatch(limit: 10) }
      try await Task.sleep(for: .milliseconds(50))

      let start = ContinuousClock.now
      link.cut()
      #expect(await failure { _ = try await waiting.value }?.code == .unreachable)
      #expect(await failure { try await consumer.acknowledge(taken.map(\.tag)) }?.code == .unreachable)
      #expect(await failure { try await publisher.publish([publication(queue, "2")]) }?.code == .unreachable)
      #expect(start.duration(to: .now) < .seconds(20))
      await consumer.close()
      await publisher.close()
    }
  }

  @Test("If the connection is frozen, receiving and publishing fail within 25 seconds")
  func frozenConnection() async throws {
    let rabbit = try RabbitUnderTest.fromEnvironment()
    try await rabbit.withQueue { queue in
      let link = try FaultyLink(to: rabbit.url.port)
      defer { link.cut() }
      var configuration = RabbitConfiguration(
        urls: try BrokerURL.list(rabbit.text(port: link.port)), connectionName: "frozen", heartbeatSeconds: 1)
      let consumer = try await RabbitBroker(configuration).consumer(queue: queue, prefetch: 10)
      configuration.heartbeatSeconds = 60
      configuration.confirmTimeoutSeconds = 1
      let publisher = try await RabbitBroker(configuration).publisher()
      link.freeze()

      let start = ContinuousClock.now
      async let published = failure { try await publisher.publish([publication(queue, "1")]) }
      #expect(await failure { _ = try await consumer.nextBatch(limit: 1) }?.code == .unreachable)
      #expect(await published?.code == .notConfirmed)
      #expect(start.duration(to: .now) < .seconds(25))
    }
  }

  @Test("A publisher on a frozen connection can be cancelled and closed within 20 seconds")
  func frozenPublisher() async throws {
    let rabbit = try RabbitUnderTest.fromEnvironment()
    try await rabbit.withQueue { queue in
      let link = try FaultyLink(to: rabbit.url.port)
      defer { link.cut() }
      let configuration = RabbitConfiguration(
        urls: try BrokerURL.list(rabbit.text(port: link.port)), connectionName: "frozen", heartbeatSeconds: 60)
      let publisher = try await RabbitBroker(configuration).publisher()
      link.freeze()
      // The first body alone is far larger than the socket's buffers, so the publisher gets stuck in the middle of it.
      let large = publication(queue, "large", body: Data(count: 30 << 20))
      let many = (0..<100).map { publication(queue, "\($0)", body: Data(count: 200_000)) }
      let waiting = Task { try await publisher.publish([large] + many) }
      try await Task.sleep(for: .milliseconds(300))
      let start = ContinuousClock.now
      waiting.cancel()
      #expect(await failure { try await waiting.value }?.code == .closed)
      await publisher.close()
      #expect(start.duration(to: .now) < .seconds(20))
    }
  }

  @Test("After a full queue has refused messages and is emptied, the publisher publishes again")
  func afterRefusal() async throws {
    let rabbit = try RabbitUnderTest.fromEnvironment()
    let arguments: [String: QueueDefinition.ArgumentValue] = [
      "x-queue-type": .text("quorum"), "x-max-length": .integer(5), "x-overflow": .text("reject-publish"),
    ]
    try await rabbit.withQueue(arguments) { queue in
      let publisher = try await rabbit.broker.publisher()
      // The broker refuses publications only once it has noticed that the queue is full.
      let many = (0..<20).map { publication(queue, "\($0)") }
      let refusal = await failure { for _ in 0..<20 { try await publisher.publish(many) } }
      #expect(refusal?.code == .refused)
      try await rabbit.admin.purge(queue)
      // For a moment the queue may still count the messages that were purged.
      var last: BrokerError?
      for attempt in 0..<20 {
        last = await failure { try await publisher.publish([publication(queue, "again \(attempt)")]) }
        if last == nil { break }
      }
      #expect(last == nil)
      await publisher.close()
    }
  }

  @Test("A full queue refuses its own messages, and messages of the same batch for another queue arrive")
  func fullQueue() async throws {
    let rabbit = try RabbitUnderTest.fromEnvironment()
    let arguments: [String: QueueDefinition.ArgumentValue] = [
      "x-queue-type": .text("quorum"), "x-max-length": .integer(5), "x-overflow": .text("reject-publish"),
    ]
    try await rabbit.withQueue { open in
      try await rabbit.withQueue(arguments) { full in
        let publisher = try await rabbit.broker.publisher()
        var refusals = 0
        for round in 0..<40 where refusals < 2 {
          let batch = (0..<20).map { publication($0 % 4 == 3 ? full : open, "\(round).\($0)") }
          let codes = await publisher.publishEach(batch).map { $0?.code }
          #expect(codes.indices.allSatisfy { codes[$0] == nil || (codes[$0] == .refused && $0 % 4 == 3) })
          // The second refusal shows that the publisher goes on after the first.
          if codes.contains(.refused) { refusals += 1 }
          try await expectCount(of: open, 15 * (round + 1), rabbit)
        }
        #expect(refusals == 2)
        await publisher.close()
      }
    }
  }

  private func expectCount(of queue: String, _ count: Int, _ rabbit: RabbitUnderTest) async throws {
    #expect(try await rabbit.admin.counts(of: queue)?.messages == count)
  }

  @Test("A message whose headers or id cannot be sent is refused, and the publisher goes on")
  func unsendable() async throws {
    let rabbit = try RabbitUnderTest.fromEnvironment()
    try await rabbit.withQueue { queue in
      let publisher = try await rabbit.broker.publisher()
      var wide = publication(queue, "1")
      wide.message.headers["h"] = .text(String(repeating: "x", count: 131_072))
      var long = publication(queue, String(repeating: "x", count: 256))
      #expect(await failure { try await publisher.publish([wide]) }?.code == .unsendable)
      #expect(await failure { try await publisher.publish([long]) }?.code == .unsendable)
      long.message.id = "1"
      long.message.headers["h"] = .opaque(Data([1, 2, 3]))
      #expect(await failure { try await publisher.publish([long]) }?.code == .unsendable)
      wide.message.headers["h"] = .text(String(repeating: "x", count: 130_000))
      try await publisher.publish([wide])
      #expect(try await rabbit.admin.counts(of: queue)?.messages == 1)
      await publisher.close()
    }
  }

  /// The library reads and writes nested tables recursively, with one call for each level.
  @Test("Headers nested 18,600 levels deep are published and received unchanged")
  func nestedHeaders() async throws {
    let rabbit = try RabbitUnderTest.fromEnvironment()
    try await rabbit.withQueue { queue in
      var poison = publication(queue, "1")
      poison.message.headers["k"] = Self.nested(depth: 18_600)
      let publisher = try await rabbit.broker.publisher()
      let consumer = try await rabbit.broker.consumer(queue: queue, prefetch: 1)
      try await publisher.publish([poison])
      let taken = try #require(try await consumer.nextBatch(limit: 1))
      #expect(taken[0].message == poison.message)
      await consumer.close()
      await publisher.close()
    }
  }

  @Test("If a queue differs from the wanted topology, the error names the argument and both values")
  func differentQueue() async throws {
    let rabbit = try RabbitUnderTest.fromEnvironment()
    try await rabbit.withQueue(["x-queue-type": .text("quorum"), "x-delivery-limit": .integer(5)]) { queue in
      let arguments: [String: QueueDefinition.ArgumentValue] = [
        "x-queue-type": .text("quorum"), "x-delivery-limit": .integer(6),
      ]
      let wanted = Topology(
        exchanges: [], queues: [QueueDefinition(name: queue, arguments: arguments)], bindings: [])
      let error = try #require(await failure { try await rabbit.apply(wanted) })
      #expect(error.code == .topologyMismatch)
      #expect(error.detail.contains("'\(queue)' has x-delivery-limit = 5 on the broker, and 6 is wanted"))
    }
  }

  @Test("Browsing a queue shows its messages and leaves them in the queue")
  func browsing() async throws {
    let rabbit = try RabbitUnderTest.fromEnvironment()
    try await rabbit.withQueue(["x-queue-type": .text("quorum"), "x-delivery-limit": .integer(5)]) { queue in
      let publisher = try await rabbit.broker.publisher()
      try await publisher.publish((1...3).map { publication(queue, "\($0)", body: Data(count: 200_000)) })
      await publisher.close()
      #expect(try await rabbit.admin.browse(queue, limit: 2).map(\.message.id) == ["1", "2"])
      #expect(try await rabbit.admin.browse(queue, limit: 9).map(\.message.body.count) == [200_000, 200_000, 200_000])
      #expect(try await rabbit.admin.purge(queue) == 3)
      #expect(try await rabbit.admin.browse(queue, limit: 9).isEmpty)
      #expect(try await rabbit.admin.counts(of: queue) == QueueCounts(messages: 0, consumers: 0))
      #expect(try await rabbit.admin.counts(of: "\(queue).missing") == nil)
    }
  }

  private static func nested(depth: Int) -> HeaderValue {
    // The table is built from the outside in. A nested table (kind F) consists of its kind, its length and its entries.
    var bytes = Data()
    let entryBytes = 7
    for level in 0...depth {
      let inside = UInt32((depth - level) * entryBytes)
      bytes += [1, UInt8(ascii: "k"), UInt8(ascii: "F")]
      withUnsafeBytes(of: inside.bigEndian) { bytes += $0 }
    }
    var table = Data()
    withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { table += $0 }
    return .opaque(table + bytes)
  }
}
