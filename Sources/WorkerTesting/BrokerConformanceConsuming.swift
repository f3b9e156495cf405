import WorkerRuntime

extension BrokerConformance.Stage {
  func boundsWhatIsInHandByPrefetch() async throws {
    try await fill(20)
    let consumer = try await broker.consumer(queue: queue, prefetch: 5)
    let first = try await take(5, from: consumer)
    try await expectNothing(from: consumer)
    try expectEqual(await consumer.unsettledCount, 5, "unsettled")

    try await consumer.acknowledge([first[0].tag, first[1].tag])
    try expectEqual(ids(try await take(2, from: consumer)), ["6", "7"], "what came after two were settled")
    try await expectNothing(from: consumer)
    await consumer.close()
  }

  func keepsTheOrder() async throws {
    try await fill(300)
    let consumer = try await broker.consumer(queue: queue, prefetch: 100)
    var taken: [Delivery] = []
    while taken.count < 300 {
      let batch = try await take(1, from: consumer) + take(9, from: consumer, limit: 4)
      try await consumer.acknowledge(batch.map(\.tag))
      taken += batch
    }
    try expectEqual(ids(taken), (1...300).map(String.init), "order")
    try expect(taken.allSatisfy { !$0.redelivered && $0.deliveryCount == 0 }, "a first delivery says that it is not")
    await consumer.close()
  }

  func countsRedeliveries() async throws {
    try await fill(2)
    for count in 0..<3 {
      let consumer = try await broker.consumer(queue: queue, prefetch: 10)
      let taken = try await take(2, from: consumer)
      try expectEqual(ids(taken), ["1", "2"], "order")
      try expectEqual(taken.map(\.deliveryCount), [count, count], "delivery count")
      try expectEqual(taken.map(\.redelivered), [count > 0, count > 0], "redelivered")
      try expect(taken.allSatisfy { $0.message.headers.isEmpty }, "the count shows among the headers")
      await consumer.close()
    }
  }

  func requeuesToTheFront() async throws {
    try await fill(5)
    let consumer = try await broker.consumer(queue: queue, prefetch: 3)
    let taken = try await take(3, from: consumer)
    try await consumer.requeue([taken[1].tag])
    let again = try await take(1, from: consumer)
    try expectEqual(ids(again), ["2"], "what comes after a requeue")
    try expectEqual(again[0].deliveryCount, 1, "delivery count")
    try await consumer.acknowledge([taken[0].tag, taken[2].tag, again[0].tag])
    try expectEqual(ids(try await take(2, from: consumer)), ["4", "5"], "the rest")
    await consumer.close()
  }

  func acknowledgesInAnyOrder() async throws {
    try await fill(10)
    let consumer = try await broker.consumer(queue: queue, prefetch: 10)
    let tags = try await take(10, from: consumer).map(\.tag)
    try await consumer.acknowledge([tags[9], tags[4], tags[1], tags[0], tags[2], tags[4]])
    // Neither what is settled nor what never was may be named to the broker again.
    try await consumer.acknowledge([tags[0], DeliveryTag(999)])
    try expectEqual(await consumer.unsettledCount, 5, "unsettled")
    await consumer.close()

    let next = try await broker.consumer(queue: queue, prefetch: 10)
    try expectEqual(ids(try await take(5, from: next)), ["4", "6", "7", "8", "9"], "what was not acknowledged")
    await next.close()
  }

  func returnsWhatIsNotSettled() async throws {
    try await fill(4)
    let first = try await broker.consumer(queue: queue, prefetch: 4)
    let taken = try await take(2, from: first)
    try await first.acknowledge([taken[0].tag])
    let second = try await broker.consumer(queue: queue, prefetch: 4)
    await first.close()
    try expectEqual(ids(try await take(3, from: second)).sorted(), ["2", "3", "4"], "returned by a close")
    await second.close()
  }

  func drainsAfterCancel() async throws {
    try await fill(8)
    let consumer = try await broker.consumer(queue: queue, prefetch: 4)
    let first = try await take(1, from: consumer)
    try await consumer.cancel()
    try await consumer.cancel()
    let rest = try await take(8, from: consumer)
    try expectEqual(ids(first + rest), ["1", "2", "3", "4"], "what had arrived")
    try await consumer.acknowledge((first + rest).map(\.tag))
    try expect(try await consumer.nextBatch(limit: 1) == nil, "a drained consumer gives nil again and again")
    await consumer.close()

    let next = try await broker.consumer(queue: queue, prefetch: 10)
    let left = try await take(4, from: next)
    try expectEqual(ids(left), ["5", "6", "7", "8"], "what was left")
    try expectEqual(left.map(\.deliveryCount), [0, 0, 0, 0], "delivery count of what was left")
    await next.close()
  }

  func endsWaitingOnTaskCancellation() async throws {
    let consumer = try await broker.consumer(queue: queue, prefetch: 4)
    let waiting = Task { try await consumer.nextBatch(limit: 1) }
    try await Task.sleep(for: .milliseconds(100))
    waiting.cancel()
    try await expect(.closed) { _ = try await waiting.value }
    let late = Task {
      try? await Task.sleep(for: .seconds(60))
      return try await consumer.nextBatch(limit: 1)
    }
    late.cancel()
    try await expect(.closed) { _ = try await late.value }

    try await fill(1)
    try expectEqual(ids(try await take(1, from: consumer)), ["1"], "the consumer goes on")
    await consumer.close()
  }

  func saysThatItIsClosed() async throws {
    let consumer = try await broker.consumer(queue: queue, prefetch: 4)
    let waiting = Task { try await consumer.nextBatch(limit: 1) }
    try await Task.sleep(for: .milliseconds(100))
    await consumer.close()
    await consumer.close()
    try await expect(.closed) { _ = try await waiting.value }
    try await expect(.closed) { _ = try await consumer.nextBatch(limit: 1) }
    try await expect(.closed) { try await consumer.acknowledge([DeliveryTag(1)]) }

    let publisher = try await broker.publisher()
    await publisher.close()
    await publisher.close()
    let publication = message("1")
    try await expect(.closed) { try await publisher.publish([publication]) }
  }

  func refusesAMissingQueue() async throws {
    let error = try await expect(.topologyMismatch) {
      _ = try await broker.consumer(queue: "\(queue).missing", prefetch: 1)
    }
    try expect(error.detail.contains("\(queue).missing"), "the queue is not named: \(error)")
  }

  func losesTheConsumer(_ delete: () async throws -> Void) async throws {
    let consumer = try await broker.consumer(queue: queue, prefetch: 4)
    let waiting = Task { try await consumer.nextBatch(limit: 1) }
    try await Task.sleep(for: .milliseconds(100))
    try await delete()
    try await expect(.consumerLost) { _ = try await waiting.value }
    await consumer.close()
  }
}
