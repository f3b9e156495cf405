import WorkerRuntime

extension BrokerConformance {
  /// Promises of a consumer.
  static let consuming: [BrokerConformance] = [
    BrokerConformance("A consumer has at most its prefetch of messages in hand") { stage in
      try await stage.fill(20)
      let consumer = try await stage.broker.consumer(queue: stage.queue, prefetch: 5)
      let first = try await stage.take(5, from: consumer)
      try await stage.expectNothing(from: consumer)
      try stage.expectEqual(await consumer.unsettledCount, 5, "unsettled")

      try await consumer.acknowledge([first[0].tag, first[1].tag])
      try stage.expectEqual(
        stage.ids(try await stage.take(2, from: consumer)), ["6", "7"], "what came after two were settled")
      try await stage.expectNothing(from: consumer)
      await consumer.close()
    },
    BrokerConformance("Messages are delivered in the order in which they were published") { stage in
      try await stage.fill(300)
      let consumer = try await stage.broker.consumer(queue: stage.queue, prefetch: 100)
      var taken: [Delivery] = []
      while taken.count < 300 {
        let batch = try await stage.take(1, from: consumer) + stage.take(9, from: consumer, limit: 4)
        try await consumer.acknowledge(batch.map(\.tag))
        taken += batch
      }
      try stage.expectEqual(stage.ids(taken), (1...300).map(String.init), "order")
      try stage.expect(
        taken.allSatisfy { !$0.redelivered && $0.deliveryCount == 0 }, "a first delivery is marked as a redelivery")
      await consumer.close()
    },
    BrokerConformance("A redelivery is marked as one and counted") { stage in
      try await stage.fill(2)
      for count in 0..<3 {
        let consumer = try await stage.broker.consumer(queue: stage.queue, prefetch: 10)
        let taken = try await stage.take(2, from: consumer)
        try stage.expectEqual(stage.ids(taken), ["1", "2"], "order")
        try stage.expectEqual(taken.map(\.deliveryCount), [count, count], "delivery count")
        try stage.expectEqual(taken.map(\.redelivered), [count > 0, count > 0], "redelivered")
        try stage.expect(taken.allSatisfy { $0.message.headers.isEmpty }, "the count shows among the headers")
        await consumer.close()
      }
    },
    BrokerConformance("A delivery count that a sender wrote is ignored") { stage in
      var boastful = stage.message("1")
      boastful.message.headers = ["x-delivery-count": .integer(7), "own": .integer(7)]
      let publisher = try await stage.broker.publisher()
      try await publisher.publish([boastful])
      await publisher.close()
      for count in 0..<2 {
        let consumer = try await stage.broker.consumer(queue: stage.queue, prefetch: 10)
        let taken = try await stage.take(1, from: consumer)
        try stage.expectEqual(taken[0].deliveryCount, count, "delivery count")
        try stage.expectEqual(taken[0].message.headers, ["own": .integer(7)], "headers")
        await consumer.close()
      }
    },
    BrokerConformance("A requeued message goes to the front of the queue") { stage in
      try await stage.fill(5)
      let consumer = try await stage.broker.consumer(queue: stage.queue, prefetch: 3)
      let taken = try await stage.take(3, from: consumer)
      guard let requeuing = consumer as? any RequeuingConsumer else { throw Breach(description: "it cannot requeue") }
      try await requeuing.requeue([taken[1].tag])
      let again = try await stage.take(1, from: consumer)
      try stage.expectEqual(stage.ids(again), ["2"], "what comes after a requeue")
      try stage.expectEqual(again[0].deliveryCount, stage.countsRequeues ? 1 : 0, "delivery count")
      try stage.expect(again[0].message.headers.isEmpty, "a count shows among the headers")
      try await consumer.acknowledge([taken[0].tag, taken[2].tag, again[0].tag])
      try stage.expectEqual(stage.ids(try await stage.take(2, from: consumer)), ["4", "5"], "the rest")
      await consumer.close()
    },
    BrokerConformance("Deliveries can be acknowledged in any order") { stage in
      try await stage.fill(10)
      let consumer = try await stage.broker.consumer(queue: stage.queue, prefetch: 10)
      let tags = try await stage.take(10, from: consumer).map(\.tag)
      try await consumer.acknowledge([tags[9], tags[4], tags[1], tags[0], tags[2], tags[4]])
      // Acknowledging a tag that is settled or unknown must not reach the broker.
      try await consumer.acknowledge([tags[0], DeliveryTag(999)])
      try stage.expectEqual(await consumer.unsettledCount, 5, "unsettled")
      await consumer.close()

      let next = try await stage.broker.consumer(queue: stage.queue, prefetch: 10)
      try stage.expectEqual(
        stage.ids(try await stage.take(5, from: next)), ["4", "6", "7", "8", "9"], "what was not acknowledged")
      await next.close()
    },
    BrokerConformance("Closing a consumer returns what it has not settled") { stage in
      try await stage.fill(4)
      let first = try await stage.broker.consumer(queue: stage.queue, prefetch: 4)
      let taken = try await stage.take(2, from: first)
      try await first.acknowledge([taken[0].tag])
      let second = try await stage.broker.consumer(queue: stage.queue, prefetch: 4)
      await first.close()
      try stage.expectEqual(
        stage.ids(try await stage.take(3, from: second)).sorted(), ["2", "3", "4"], "returned by a close")
      await second.close()
    },
    BrokerConformance("A cancelled consumer gives out what has arrived, and then nil") { stage in
      try await stage.fill(8)
      let consumer = try await stage.broker.consumer(queue: stage.queue, prefetch: 4)
      let first = try await stage.take(1, from: consumer)
      try await consumer.cancel()
      try await consumer.cancel()
      let rest = try await stage.take(8, from: consumer)
      try stage.expectEqual(stage.ids(first + rest), ["1", "2", "3", "4"], "what had arrived")
      try await consumer.acknowledge((first + rest).map(\.tag))
      try stage.expect(try await consumer.nextBatch(limit: 1) == nil, "a drained consumer gives nil again and again")
      await consumer.close()

      let next = try await stage.broker.consumer(queue: stage.queue, prefetch: 10)
      let left = try await stage.take(4, from: next)
      try stage.expectEqual(stage.ids(left), ["5", "6", "7", "8"], "what was left")
      try stage.expectEqual(left.map(\.deliveryCount), [0, 0, 0, 0], "delivery count of what was left")
      await next.close()
    },
    BrokerConformance("Cancelling the task ends its wait for deliveries") { stage in
      let consumer = try await stage.broker.consumer(queue: stage.queue, prefetch: 4)
      let waiting = Task { try await consumer.nextBatch(limit: 1) }
      try await Task.sleep(for: .milliseconds(100))
      waiting.cancel()
      try await stage.expect(.closed) { _ = try await waiting.value }
      let late = Task {
        try? await Task.sleep(for: .seconds(60))
        return try await consumer.nextBatch(limit: 1)
      }
      late.cancel()
      try await stage.expect(.closed) { _ = try await late.value }

      try await stage.fill(1)
      try stage.expectEqual(stage.ids(try await stage.take(1, from: consumer)), ["1"], "the consumer goes on")
      await consumer.close()
    },
    BrokerConformance("Calls of a closed consumer or publisher fail as closed") { stage in
      let consumer = try await stage.broker.consumer(queue: stage.queue, prefetch: 4)
      let waiting = Task { try await consumer.nextBatch(limit: 1) }
      try await Task.sleep(for: .milliseconds(100))
      await consumer.close()
      await consumer.close()
      try await stage.expect(.closed) { _ = try await waiting.value }
      try await stage.expect(.closed) { _ = try await consumer.nextBatch(limit: 1) }
      try await stage.expect(.closed) { try await consumer.acknowledge([DeliveryTag(1)]) }
      try await stage.expect(.closed) { try await consumer.reject([DeliveryTag(1)]) }
      try await stage.expect(.closed) { try await consumer.check() }

      let publisher = try await stage.broker.publisher()
      await publisher.close()
      await publisher.close()
      let publication = stage.message("1")
      try await stage.expect(.closed) { try await publisher.publish([publication]) }
    },
    BrokerConformance("Consuming a missing queue fails and names the queue") { stage in
      let error = try await stage.expect(.topologyMismatch) {
        _ = try await stage.broker.consumer(queue: "\(stage.queue).missing", prefetch: 1)
      }
      try stage.expect(error.detail.contains("\(stage.queue).missing"), "the queue is not named: \(error)")
    },
    BrokerConformance("Deleting a queue ends its consumer with an error") { stage in
      let consumer = try await stage.broker.consumer(queue: stage.queue, prefetch: 4)
      let waiting = Task { try await consumer.nextBatch(limit: 1) }
      try await Task.sleep(for: .milliseconds(100))
      try await consumer.check()
      try await stage.remove()
      try await stage.expect(.consumerLost) { _ = try await waiting.value }
      try await stage.expect(.consumerLost) { try await consumer.check() }
      await consumer.close()
    },
  ]
}
