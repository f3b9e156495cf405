import QueueContracts

@testable import WorkerRuntime

/// What the world knows of one lane, or of one watch over deadlines, from its start to its end.
struct SimulatedLane {
  enum Consuming {
    case on
    case cancelled
    case lost
  }

  let number: Int
  let slot: Int
  /// It is no lane, but a watch over deadlines.
  let isWatch: Bool
  var consuming = Consuming.on
  var isPublisherLost = false
  /// Its process was killed; nothing that it does has an effect any more.
  var isKilled = false
  var hasEnded = false
  /// A watch that is to end.
  var isDrained = false
  /// When a watch that rests looks again.
  var wakesAt: Timestamp?
  /// It handles a suspect alone; no other lane of its process may handle anything.
  var hasSuspect = false
  var arrivals: [Delivery] = []
  var unsettled: [(tag: DeliveryTag, copy: Copy)] = []
  private var lastTag: UInt64 = 0
  /// What it published last were copies for its own queue.
  var hasGivenBack = false
  /// What a lane with a defect has not acknowledged yet.
  var withheld: [DeliveryTag] = []
  /// What it waits for.
  var pending: Call?

  init(number: Int, slot: Int, isWatch: Bool) {
    self.number = number
    self.slot = slot
    self.isWatch = isWatch
    if isWatch { consuming = .cancelled }
  }

  mutating func arrive(_ copy: Copy) -> Delivery {
    lastTag += 1
    let delivery = Delivery(
      tag: DeliveryTag(lastTag), exchange: copy.exchange, routingKey: copy.routingKey, redelivered: copy.returns > 0,
      deliveryCount: copy.returns, message: copy.message)
    arrivals.append(delivery)
    unsettled.append((delivery.tag, copy))
    return delivery
  }

  mutating func settle(_ tag: DeliveryTag) -> Copy? {
    guard let index = unsettled.firstIndex(where: { $0.tag == tag }) else { return nil }
    return unsettled.remove(at: index).copy
  }
}

/// Where lanes of a worker, or watches, run, one after another.
struct Slot {
  let worker: Int
  /// Lanes of one process die together.
  let process: Int
  var isWatch = false
  /// How far the clock of its machine is ahead, in milliseconds.
  var clockMilliseconds: Int64 = 0
  var lane: Int?
  /// The next lane tries what was down with what it is given first.
  var isProbe = false
}
