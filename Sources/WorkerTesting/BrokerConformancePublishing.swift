import Foundation
import WorkerRuntime

extension BrokerConformance.Stage {
  func namesWhatIsUnroutable() async throws {
    let publisher = try await broker.publisher()
    var lost = message("2")
    lost.routingKey = "nowhere"
    let publications = [message("1"), lost, message("3")]
    let error = try await expect(.unroutable) { try await publisher.publish(publications) }
    try expect(error.detail.contains(direct) && error.detail.contains("nowhere"), "not named: \(error)")

    try await publisher.publish([message("4")])
    await publisher.close()
    let consumer = try await broker.consumer(queue: queue, prefetch: 10)
    var found: [String] = []
    while found.last != "4" { found += ids(try await take(1, from: consumer)) }
    try expect(!found.contains("2"), "what is unroutable arrived")
    await consumer.close()
  }

  func findsMissingExchanges() async throws {
    let publisher = try await broker.publisher()
    var lost = message("1")
    lost.exchange = "\(direct).missing"
    let publications = [lost]
    let error = try await expect(.unroutable) { try await publisher.publish(publications) }
    try expect(error.detail.contains(lost.exchange), "not named: \(error)")
    try await publisher.publish([message("2")])
    await publisher.close()
  }

  func usesAlternateExchanges() async throws {
    let publisher = try await broker.publisher()
    var stray = message("1")
    (stray.exchange, stray.routingKey) = (topic, "nobody.asks")
    try await publisher.publish([stray])
    await publisher.close()
    let consumer = try await broker.consumer(queue: unrouted, prefetch: 10)
    let taken = try await take(1, from: consumer)
    try expectEqual(taken[0].routingKey, "nobody.asks", "routing key")
    await consumer.close()
  }

  func routesByPattern() async throws {
    let keys = ["work.a", "work.a.b", "work", "deep", "deep.a.b.c", "work.b"]
    let publisher = try await broker.publisher()
    try await publisher.publish(
      keys.map { Publication(exchange: topic, routingKey: $0, message: BrokerMessage(id: $0)) })
    await publisher.close()
    let consumer = try await broker.consumer(queue: queue, prefetch: 10)
    try expectEqual(ids(try await take(4, from: consumer)), ["work.a", "deep", "deep.a.b.c", "work.b"], "routed")
    await consumer.close()
  }

  func confirmsAThousand() async throws {
    let body = Data(repeating: 0x20, count: 2048)
    let publisher = try await broker.publisher()
    try await publisher.publish((1...1000).map { message("\($0)", body) })
    try await publisher.publish([])
    await publisher.close()
    let consumer = try await broker.consumer(queue: queue, prefetch: 1000)
    try expectEqual(ids(try await take(1000, from: consumer)), (1...1000).map(String.init), "confirmed")
    await consumer.close()
  }

  func confirmsConcurrentBatches() async throws {
    let publisher = try await broker.publisher()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for batch in 0..<20 {
        group.addTask { try await publisher.publish((0..<20).map { message("\(batch * 20 + $0)") }) }
      }
      try await group.waitForAll()
    }
    await publisher.close()
    let consumer = try await broker.consumer(queue: queue, prefetch: 1000)
    let found = Set(ids(try await take(400, from: consumer)))
    try expectEqual(found.count, 400, "different messages")
    await consumer.close()
  }

  func carriesHeadersAndProperties() async throws {
    var publication = message("зерттеу-1", Data([0, 0xFF, 0x7B]))
    publication.message.type = "application.submitted.1"
    publication.message.contentType = "application/json"
    publication.message.correlationId = "c-1"
    publication.message.appId = "test"
    publication.message.timestamp = 1_800_000_000
    publication.message.headers = [
      "": .text("an empty name"), "text": .text("қабылдау"), "empty": .text(""), "x-attempt": .integer(3),
      "least": .integer(.min), "yes": .boolean(true), "no": .boolean(false),
      "array": Self.opaque("array", [UInt8(ascii: "A"), 0, 0, 0, 2, UInt8(ascii: "t"), 1]),
      "table": Self.opaque("table", [UInt8(ascii: "F"), 0, 0, 0, 4, 1, UInt8(ascii: "k"), UInt8(ascii: "t"), 1]),
      "bytes": Self.opaque("bytes", [UInt8(ascii: "S"), 0, 0, 0, 2, 0xC3, 0x28]),
      "void": Self.opaque("void", [UInt8(ascii: "V")]),
    ]
    let publisher = try await broker.publisher()
    try await publisher.publish([publication, Publication(exchange: direct, routingKey: "work", message: .init())])
    let consumer = try await broker.consumer(queue: queue, prefetch: 10)
    let taken = try await take(2, from: consumer)
    try expectEqual(taken[0].message, publication.message, "the message")
    try expectEqual(taken[0].routingKey, "work", "routing key")
    try expectEqual(taken[1].message, BrokerMessage(), "the message without anything")

    // What was read is written again just so.
    try await publisher.publish([Publication(exchange: direct, routingKey: "work", message: taken[0].message)])
    try expectEqual(try await take(1, from: consumer)[0].message, publication.message, "the message's copy")
    await publisher.close()
    await consumer.close()
  }

  func carriesBodiesOfAnySize() async throws {
    // Around what fits into one frame of 131072 bytes, and several of them.
    let sizes = [0, 1, 131_063, 131_064, 131_065, 262_128, 300 << 10, 3 << 20, 2]
    let publisher = try await broker.publisher()
    try await publisher.publish(
      sizes.map { size in message("\(size)", Data((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) })) })
    await publisher.close()
    let consumer = try await broker.consumer(queue: queue, prefetch: 20)
    let taken = try await take(sizes.count, from: consumer)
    try expectEqual(taken.map(\.message.body.count), sizes, "sizes")
    for delivery in taken {
      let isIntact = delivery.message.body.enumerated().allSatisfy { $1 == UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
      try expect(isIntact, "a body of \(delivery.message.body.count) bytes came changed")
    }
    await consumer.close()
  }

  /// A header in the broker's encoding: a table of one entry.
  private static func opaque(_ key: String, _ kindAndValue: [UInt8]) -> HeaderValue {
    let entry = [UInt8(key.utf8.count)] + Array(key.utf8) + kindAndValue
    return .opaque(Data([0, 0, 0, UInt8(entry.count)] + entry))
  }
}
