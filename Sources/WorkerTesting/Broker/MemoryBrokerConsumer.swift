import Foundation
import WorkerRuntime

extension MemoryBroker {
  /// The broker's record of a consumer.
  struct Subscription {
    enum Phase {
      case consuming
      case cancelled
      case ended(BrokerError)
    }

    struct Waiter {
      let limit: Int
      let continuation: CheckedContinuation<Result<[Delivery]?, BrokerError>, Never>
    }

    let queue: String
    let prefetch: Int
    var budget: BodyBudget
    var phase = Phase.consuming
    var arrivals: [Delivery] = []
    var unsettled: [DeliveryTag: Stored] = [:]
    var lastTag: UInt64 = 0
    var waiter: Waiter?

    var takesMore: Bool {
      if case .consuming = phase { unsettled.count < prefetch } else { false }
    }

    mutating func arrived(_ stored: Stored) {
      lastTag += 1
      let tag = DeliveryTag(lastTag)
      unsettled[tag] = stored
      var message = stored.message
      // RabbitMQ writes its own count into this header, and ignores a count that a sender wrote.
      message.headers["x-delivery-count"] = nil
      let bytes = UInt64(message.body.count)
      let isGathered = budget.gathers(bytes, of: tag)
      if !isGathered { message.body = Data() }
      arrivals.append(
        Delivery(
          tag: tag, exchange: stored.exchange, routingKey: stored.routingKey, redelivered: stored.returns > 0,
          deliveryCount: stored.returns, omittedBodyBytes: isGathered ? nil : bytes, message: message))
    }

    mutating func serveWaiter() {
      guard let waiter else { return }
      switch phase {
      case .ended(let error):
        resume(waiter, .failure(error))
      case .consuming where arrivals.isEmpty:
        return
      case .cancelled where arrivals.isEmpty:
        resume(waiter, .success(nil))
      case .consuming, .cancelled:
        let batch = Array(arrivals.prefix(waiter.limit))
        arrivals.removeFirst(batch.count)
        resume(waiter, .success(batch))
      }
    }

    mutating func giveUpWaiting() {
      guard let waiter else { return }
      resume(waiter, .failure(BrokerError(.closed, "The task that waited for deliveries was cancelled.")))
    }

    private mutating func resume(_ waiter: Waiter, _ result: Result<[Delivery]?, BrokerError>) {
      self.waiter = nil
      waiter.continuation.resume(returning: result)
    }
  }

  // MARK: On behalf of a consumer

  /// Hands out waiting messages to the consumers in turn, to each up to its prefetch.
  func deliver(from queue: String) {
    let takers = consumers.keys.sorted().filter { consumers[$0]?.queue == queue }
    var isMoving = true
    while isMoving {
      isMoving = false
      for number in takers where consumers[number]?.takesMore == true {
        guard let stored = queues[queue]?.takeFirst() else { break }
        consumers[number]?.arrived(stored)
        isMoving = true
      }
    }
    for number in takers { consumers[number]?.serveWaiter() }
  }

  func nextBatch(for number: Int, limit: Int) async throws(BrokerError) -> [Delivery]? {
    precondition(limit > 0, "a batch holds at least one delivery")
    precondition(consumers[number]?.waiter == nil, "a consumer belongs to one lane, which waits once at a time")
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        consumers[number]?.waiter = .init(limit: limit, continuation: continuation)
        consumers[number]?.serveWaiter()
      }
    } onCancel: {
      Task { await self.giveUpWaiting(number) }
    }
    return try result.get()
  }

  private func giveUpWaiting(_ number: Int) {
    consumers[number]?.giveUpWaiting()
  }

  func unsettledCount(of number: Int) -> Int {
    consumers[number]?.unsettled.count ?? 0
  }

  /// The ways of settling a delivery.
  enum Settlement {
    case acknowledge
    case requeue
    case reject
  }

  func settle(_ tags: [DeliveryTag], of number: Int, _ settlement: Settlement) throws(BrokerError) {
    guard let subscription = consumers[number] else { return }
    if case .ended(let error) = subscription.phase { throw error }
    let settled = tags.compactMap { consumers[number]?.unsettled.removeValue(forKey: $0) }
    consumers[number]?.budget.settled(tags)
    switch settlement {
    case .acknowledge: break
    case .requeue: queues[subscription.queue]?.takeBack(settled)
    case .reject: deadLetter(settled, of: subscription.queue)
    }
    deliver(from: subscription.queue)
  }

  func cancelConsumer(_ number: Int) throws(BrokerError) {
    switch consumers[number]?.phase {
    case .ended(let error): throw error
    case .consuming: consumers[number]?.phase = .cancelled
    case .cancelled, nil: break
    }
    consumers[number]?.serveWaiter()
  }

  func closeConsumer(_ number: Int) {
    end(number, BrokerError(.closed, "The consumer was closed."))
  }

  func end(_ number: Int, _ error: BrokerError) {
    guard let subscription = consumers[number] else { return }
    if case .ended = subscription.phase { return }
    consumers[number]?.phase = .ended(error)
    consumers[number]?.arrivals = []
    consumers[number]?.unsettled = [:]
    consumers[number]?.serveWaiter()
    queues[subscription.queue]?.takeBack(Array(subscription.unsettled.values))
    deliver(from: subscription.queue)
  }

  func check(_ number: Int) throws(BrokerError) {
    if case .ended(let error) = consumers[number]?.phase { throw error }
  }
}

/// A consumer of the broker in memory.
struct MemoryConsumer: RequeuingConsumer {
  let broker: MemoryBroker
  let number: Int

  func nextBatch(limit: Int) async throws(BrokerError) -> [Delivery]? {
    try await broker.nextBatch(for: number, limit: limit)
  }

  var unsettledCount: Int {
    get async { await broker.unsettledCount(of: number) }
  }

  func acknowledge(_ tags: [DeliveryTag]) async throws(BrokerError) {
    try await broker.settle(tags, of: number, .acknowledge)
  }

  func requeue(_ tags: [DeliveryTag]) async throws(BrokerError) {
    try await broker.settle(tags, of: number, .requeue)
  }

  func reject(_ tags: [DeliveryTag]) async throws(BrokerError) {
    try await broker.settle(tags, of: number, .reject)
  }

  func check() async throws(BrokerError) { try await broker.check(number) }

  func cancel() async throws(BrokerError) { try await broker.cancelConsumer(number) }

  func close() async { await broker.closeConsumer(number) }
}

/// A publisher of the broker in memory.
struct MemoryPublisher: Publisher {
  let broker: MemoryBroker
  let number: Int

  func publishEach(_ publications: [Publication]) async -> [BrokerError?] {
    await broker.publishEach(publications, from: number)
  }

  func close() async { await broker.closePublisher(number) }
}
