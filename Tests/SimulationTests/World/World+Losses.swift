import QueueContracts

@testable import WorkerRuntime

extension World {
  /// Kills a lane: the broker takes back its deliveries, and its later calls have no effect.
  mutating func kill(_ lane: Int) {
    log(.killed(lane: lane))
    lanes[lane].isKilled = true
    lanes[lane].isPublisherLost = true
    lanes[lane].hasSuspect = false
    // A transaction that is not committed is rolled back.
    if tables[worker(of: lane)].openFor == lane { tables[worker(of: lane)].openFor = nil }
    loseConsumer(lane)
  }

  mutating func loseConsumer(_ lane: Int) {
    guard lanes[lane].consuming != .lost else { return }
    lanes[lane].consuming = .lost
    returnUnsettled(of: lane)
  }

  /// Notes that the lane has ended, and returns its deliveries to the queue.
  mutating func close(_ lane: Int, failure: String?) {
    log(.ended(lane: lane, failure: failure))
    lanes[lane].hasEnded = true
    lanes[lane].hasSuspect = false
    slots[lanes[lane].slot].lane = nil
    slots[lanes[lane].slot].isProbe = failure?.hasPrefix("GaveBack") ?? false
    returnUnsettled(of: lane)
  }

  /// Returns deliveries to the head of the queue, sometimes in another order.
  ///
  /// A message that was returned too often is dead-lettered.
  private mutating func returnUnsettled(of lane: Int) {
    let queue = queue(of: lane)
    var returned: [Copy] = []
    for (tag, copy) in lanes[lane].unsettled {
      log(.returned(lane: lane, tag))
      var copy = copy
      copy.returns += 1
      if copy.returns > broker.deliveryLimit(of: queue) {
        move(copy, to: broker.deadLetterQueue(of: queue))
      } else {
        returned.append(copy)
      }
    }
    (lanes[lane].unsettled, lanes[lane].arrivals) = ([], [])
    if random.chance(perMille: rates.disorder) { returned = random.shuffled(returned) }
    broker[queue].ready.insert(contentsOf: returned, at: 0)
  }

  /// Moves the messages whose wait is over to their next queue; now and then it moves one of them twice.
  mutating func moveExpired() {
    while let (copy, _, target) = broker.takeExpired(at: now) {
      if mutation == .losesWaiting, random.chance(perMille: 200) {
        log(.left(copy: copy.number))
        continue
      }
      if random.chance(perMille: rates.disorder / 5) { duplicate(copy, to: target) }
      move(copy, to: target)
    }
  }

  private mutating func move(_ copy: Copy, to queue: String) {
    duplicate(copy, to: queue)
    log(.left(copy: copy.number))
  }

  private mutating func duplicate(_ copy: Copy, to queue: String) {
    let other = broker.store(
      copy.message, exchange: ExchangeName.aside, key: queue, in: queue, at: now)
    log(.moved(copy: copy.number, into: other.number, queue: queue))
  }
}
