import Foundation
import WorkerRuntime

extension BrokerConformance {
  /// Promises of a publisher.
  static let publishing: [BrokerConformance] = [
    BrokerConformance("Publishing to nowhere fails and names exchange and routing key") { stage in
      let publisher = try await stage.broker.publisher()
      var lost = stage.message("2")
      lost.routingKey = "nowhere"
      let publications = [stage.message("1"), lost, stage.message("3")]
      let error = try await stage.expect(.unroutable) { try await publisher.publish(publications) }
      try stage.expect(error.detail.contains(stage.direct) && error.detail.contains("nowhere"), "not named: \(error)")

      try await publisher.publish([stage.message("4")])
      await publisher.close()
      let consumer = try await stage.broker.consumer(queue: stage.queue, prefetch: 10)
      var found: [String] = []
      while found.last != "4" { found += stage.ids(try await stage.take(1, from: consumer)) }
      try stage.expect(!found.contains("2"), "what is unroutable arrived")
      await consumer.close()
    },
    BrokerConformance("Publishing to a missing exchange fails and names the exchange") { stage in
      let publisher = try await stage.broker.publisher()
      var lost = stage.message("1")
      lost.exchange = "\(stage.direct).missing"
      let publications = [lost]
      let error = try await stage.expect(.unroutable) { try await publisher.publish(publications) }
      try stage.expect(error.detail.contains(lost.exchange), "not named: \(error)")
      try await publisher.publish([stage.message("2")])
      await publisher.close()
    },
    BrokerConformance("Each publication of a batch has a result of its own") { stage in
      var (stray, long, lost) = (stage.message("2"), stage.message("3"), stage.message("4"))
      stray.routingKey = "nowhere"
      long.routingKey = String(repeating: "x", count: 256)
      lost.exchange = "\(stage.direct).missing"
      let publisher = try await stage.broker.publisher()
      for (first, last) in [("1", "5"), ("6", "7")] {
        let results = await publisher.publishEach([stage.message(first), stray, long, lost, stage.message(last)])
        let codes: [BrokerError.Code?] = [nil, .unroutable, .unsendable, .unroutable, nil]
        try stage.expectEqual(results.map { $0?.code }, codes, "results")
      }
      try stage.expectEqual(await publisher.publishEach([long]).map { $0?.code }, [.unsendable], "of one alone")
      try stage.expectEqual(await publisher.publishEach([]).count, 0, "results of nothing")
      await publisher.close()
      let late = await publisher.publishEach([stage.message("8"), stage.message("9")])
      try stage.expectEqual(late.map { $0?.code }, [.closed, .closed], "results of a closed publisher")

      let consumer = try await stage.broker.consumer(queue: stage.queue, prefetch: 100)
      // A publication can arrive twice: if another publication of the batch closes the channel, the unconfirmed ones
      // are sent again.
      var found: Set<String> = []
      while found.count < 4 { found.formUnion(stage.ids(try await stage.take(1, from: consumer))) }
      try stage.expectEqual(found, ["1", "5", "6", "7"], "what arrived")
      await consumer.close()
    },
    BrokerConformance("A publication that can never be sent has one error, even if its task is cancelled") { stage in
      let publisher = try await stage.broker.publisher()
      var long = stage.message("1")
      long.routingKey = String(repeating: "x", count: 256)
      let publications = [long]
      for _ in 1...200 {
        let task = Task { await publisher.publishEach(publications) }
        task.cancel()
        let results = await task.value
        try stage.expectEqual(results.map { $0 != nil }, [true], "results of a cancelled task")
      }
      await publisher.close()
    },
    BrokerConformance("A message that no binding takes goes to the alternate exchange") { stage in
      let publisher = try await stage.broker.publisher()
      var stray = stage.message("1")
      (stray.exchange, stray.routingKey) = (stage.topic, "nobody.asks")
      try await publisher.publish([stray])
      await publisher.close()
      let consumer = try await stage.broker.consumer(queue: stage.unrouted, prefetch: 10)
      let taken = try await stage.take(1, from: consumer)
      try stage.expectEqual(taken[0].routingKey, "nobody.asks", "routing key")
      await consumer.close()
    },
    BrokerConformance("A topic exchange routes by the patterns of its bindings") { stage in
      let keys = ["work.a", "work.a.b", "work", "deep", "deep.a.b.c", "work.b"]
      let publisher = try await stage.broker.publisher()
      try await publisher.publish(
        keys.map { Publication(exchange: stage.topic, routingKey: $0, message: BrokerMessage(id: $0)) })
      await publisher.close()
      let consumer = try await stage.broker.consumer(queue: stage.queue, prefetch: 10)
      try stage.expectEqual(
        stage.ids(try await stage.take(4, from: consumer)), ["work.a", "deep", "deep.a.b.c", "work.b"], "routed")
      await consumer.close()
    },
    BrokerConformance("A batch of a thousand publications is confirmed") { stage in
      let body = Data(repeating: 0x20, count: 2048)
      let publisher = try await stage.broker.publisher()
      try await publisher.publish((1...1000).map { stage.message("\($0)", body) })
      try await publisher.publish([])
      await publisher.close()
      let consumer = try await stage.broker.consumer(queue: stage.queue, prefetch: 1000)
      try stage.expectEqual(
        stage.ids(try await stage.take(1000, from: consumer)), (1...1000).map(String.init), "confirmed")
      await consumer.close()
    },
    BrokerConformance("Batches that are published at the same time are all confirmed") { stage in
      let publisher = try await stage.broker.publisher()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for batch in 0..<20 {
          group.addTask { try await publisher.publish((0..<20).map { stage.message("\(batch * 20 + $0)") }) }
        }
        try await group.waitForAll()
      }
      await publisher.close()
      let consumer = try await stage.broker.consumer(queue: stage.queue, prefetch: 1000)
      let found = Set(stage.ids(try await stage.take(400, from: consumer)))
      try stage.expectEqual(found.count, 400, "different messages")
      await consumer.close()
    },
    BrokerConformance("Headers and properties arrive unchanged") { stage in
      var publication = stage.message("зерттеу-1", Data([0, 0xFF, 0x7B]))
      publication.message.type = "application.submitted.1"
      publication.message.contentType = "application/json"
      publication.message.correlationId = "c-1"
      publication.message.appId = "test"
      publication.message.timestamp = 1_800_000_000
      publication.message.headers = [
        "": .text("an empty name"), "text": .text("қабылдау"), "empty": .text(""), "x-attempt": .integer(3),
        "least": .integer(.min), "yes": .boolean(true), "no": .boolean(false),
        "array": BrokerConformance.opaque("array", [UInt8(ascii: "A"), 0, 0, 0, 2, UInt8(ascii: "t"), 1]),
        "table": BrokerConformance.opaque(
          "table", [UInt8(ascii: "F"), 0, 0, 0, 4, 1, UInt8(ascii: "k"), UInt8(ascii: "t"), 1]),
        "bytes": BrokerConformance.opaque("bytes", [UInt8(ascii: "S"), 0, 0, 0, 2, 0xC3, 0x28]),
        "void": BrokerConformance.opaque("void", [UInt8(ascii: "V")]),
      ]
      let publisher = try await stage.broker.publisher()
      try await publisher.publish([
        publication, Publication(exchange: stage.direct, routingKey: "work", message: .init()),
      ])
      let consumer = try await stage.broker.consumer(queue: stage.queue, prefetch: 10)
      let taken = try await stage.take(2, from: consumer)
      try stage.expectEqual(taken[0].message, publication.message, "the message")
      try stage.expectEqual(taken[0].routingKey, "work", "routing key")
      try stage.expectEqual(taken[0].exchange, stage.direct, "exchange")
      try stage.expectEqual(taken[1].message, BrokerMessage(), "the empty message")

      // A worker that copies a message publishes its headers again, and they must not change.
      try await publisher.publish([Publication(exchange: stage.direct, routingKey: "work", message: taken[0].message)])
      try stage.expectEqual(
        try await stage.take(1, from: consumer)[0].message, publication.message, "the message's copy")
      await publisher.close()
      await consumer.close()
    },
  ]

  /// A header value of an AMQP kind that ``HeaderValue`` has no case for.
  ///
  /// It is kept as AMQP encodes it: a table whose only entry is this header.
  private static func opaque(_ key: String, _ kindAndValue: [UInt8]) -> HeaderValue {
    let entry = [UInt8(key.utf8.count)] + Array(key.utf8) + kindAndValue
    return .opaque(Data([0, 0, 0, UInt8(entry.count)] + entry))
  }
}
