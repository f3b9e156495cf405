import Foundation
import WorkerRuntime

extension BrokerConformance {
  /// Promises about bodies and rejected messages.
  static let bodies: [BrokerConformance] = [
    BrokerConformance("A body of any size arrives unchanged") { stage in
      // Sizes around one frame of 131072 bytes, and sizes of several frames.
      let sizes = [0, 1, 131_063, 131_064, 131_065, 262_128, 300 << 10, 3 << 20, 2]
      let publisher = try await stage.broker.publisher()
      try await publisher.publish(
        sizes.map { size in stage.message("\(size)", Data((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }))
        })
      await publisher.close()
      let consumer = try await stage.broker.consumer(queue: stage.queue, prefetch: 20)
      let taken = try await stage.take(sizes.count, from: consumer)
      try stage.expectEqual(taken.map(\.message.body.count), sizes, "sizes")
      for delivery in taken {
        let isIntact = delivery.message.body.enumerated().allSatisfy { $1 == UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        try stage.expect(isIntact, "a body of \(delivery.message.body.count) bytes came changed")
      }
      await consumer.close()
    },
    BrokerConformance("A rejected message is dead-lettered with its body and headers") { stage in
      let publisher = try await stage.broker.publisher()
      try await publisher.publish(
        (1...4).map { number in
          var publication = stage.message("\(number)", Data("body \(number)".utf8))
          publication.message.headers = ["own": .integer(Int64(number))]
          return publication
        })
      await publisher.close()
      let consumer = try await stage.broker.consumer(queue: stage.queue, prefetch: 10)
      let tags = try await stage.take(4, from: consumer).map(\.tag)
      try await consumer.reject([tags[3], tags[0], tags[0]])
      try stage.expectEqual(await consumer.unsettledCount, 2, "unsettled")
      try await consumer.acknowledge([tags[0], tags[1]])
      await consumer.close()

      let parked = try await stage.broker.consumer(queue: stage.parked, prefetch: 10)
      let letters = try await stage.take(2, from: parked).sorted { $0.message.id ?? "" < $1.message.id ?? "" }
      try stage.expectEqual(stage.ids(letters), ["1", "4"], "dead letters")
      try stage.expectEqual(letters.map(\.message.body), [Data("body 1".utf8), Data("body 4".utf8)], "bodies")
      try stage.expectEqual(letters.map(\.message.headers["own"]), [.integer(1), .integer(4)], "headers")
      let reason = letters[0].message.headers["x-first-death-reason"]
      try stage.expectEqual(reason, .text("rejected"), "the broker's reason")
      await parked.close()
      let next = try await stage.broker.consumer(queue: stage.queue, prefetch: 10)
      try stage.expectEqual(stage.ids(try await stage.take(1, from: next)), ["3"], "what is left")
      await next.close()
    },
    BrokerConformance("A body over the limits is announced by its size and not kept in memory") { stage in
      let sizes = [5 << 20, 256 << 10] + Array(repeating: 4 << 20, count: 5) + [256 << 10, 2]
      let publisher = try await stage.broker.publisher()
      try await publisher.publish(
        sizes.enumerated().map { index, size in stage.message("\(index)", Data(count: size)) })
      let consumer = try await stage.broker.consumer(queue: stage.queue, prefetch: 100)
      let taken = try await stage.take(sizes.count, from: consumer)
      let omitted = [0, 6]
      for (index, size) in sizes.enumerated() {
        let (body, announced) = (taken[index].message.body, taken[index].omittedBodyBytes)
        try stage.expectEqual(body.count, omitted.contains(index) ? 0 : size, "bytes of body \(index)")
        try stage.expectEqual(announced, omitted.contains(index) ? UInt64(size) : nil, "announced: body \(index)")
      }
      // An acknowledged delivery makes room for one more body in memory. Acknowledging it again makes no more room.
      try await consumer.acknowledge([taken[2].tag, taken[2].tag])
      try await publisher.publish(["a", "b"].map { stage.message($0, Data(count: 4 << 20)) })
      let later = try await stage.take(2, from: consumer)
      try stage.expectEqual(later.map(\.message.body.count), [4 << 20, 0], "bodies after one was settled")

      // A message is not lost even if the consumer did not keep its body.
      try await consumer.reject([taken[0].tag])
      let parked = try await stage.broker.consumer(queue: stage.parked, prefetch: 10)
      let letter = try await stage.take(1, from: parked)[0]
      try stage.expectEqual(letter.message.id, "0", "the dead letter")
      try stage.expectEqual(letter.omittedBodyBytes, 5 << 20, "the dead letter's size")
      for consumer in [consumer, parked] { await consumer.close() }
      await publisher.close()
    },
  ]
}
