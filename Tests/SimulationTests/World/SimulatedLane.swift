import QueueContracts

@testable import WorkerRuntime

/// The world's record of one lane, or of one watch over deadlines.
struct SimulatedLane {
  enum Consuming {
    case on
    case cancelled
    case lost
  }

  let number: Int
  let slot: Int
  /// True for a watch over deadlines.
  let isWatch: Bool
  var consuming = Consuming.on
  var isPublisherLost = false
  /// True if the process was killed: nothing that the lane does has an effect any more.
  var isKilled = false
  var hasEnded = false
  /// True if the watch is to end.
  var isDraining = false
  /// The time of a resting watch's next search.
  var wakesAt: Timestamp?
  /// True if the lane handles a suspect alone; no other lane of its process may handle anything.
  var hasSuspect = false
  var arrivals: [Delivery] = []
  var unsettled: [(tag: DeliveryTag, copy: Copy)] = []
  private var lastTag: UInt64 = 0
  /// True if the lane's last publications were copies for its own queue.
  var hasGivenBack = false
  /// The tags whose acknowledgement a planted defect withholds.
  var withheld: [DeliveryTag] = []
  /// The call that the lane waits for.
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

/// A slot in which lanes of one worker, or watches, run one after another.
struct Slot {
  let worker: Int
  /// The process, whose lanes die together.
  let process: Int
  var isWatch = false
  /// The milliseconds by which the machine's clock is ahead.
  var clockMilliseconds: Int64 = 0
  var lane: Int?
  /// True if the next lane is a probe, which tries one delivery first after an outage.
  var isProbe = false
}
