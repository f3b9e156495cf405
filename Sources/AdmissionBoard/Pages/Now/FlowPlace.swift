import QueueContracts

/// A place in the flow: a worker or the schools, with the messages that wait for it.
struct FlowPlace: Sendable {
  /// The name that the page shows.
  let name: String
  /// The number of messages that wait in the place's work queue.
  ///
  /// A request to a school is published to the hub's queue and, if the school has a queue of its own, to that queue as
  /// well. So for the schools, this number, ``inHand``, ``rateIn`` and ``rateOut`` are the larger of two numbers: the
  /// hub's number, and the sum over the schools' own queues.
  let waiting: Int
  let inHand: Int?
  let rateIn: Double?
  let rateOut: Double?
  let consumers: Int?
  /// The number of messages in the place's retry queues.
  let retrying: Int
  let parked: Int
  let oldest: Timestamp?

  /// True if no message waits, is in hand or is tried again at this place.
  var isEmpty: Bool { waiting == 0 && inHand == 0 && retrying == 0 }

  /// Adds up the numbers of one place's queues.
  ///
  /// - Parameters:
  ///   - name: the name that the page shows.
  ///   - work: the name of the work queue; for the schools, the hub's queue.
  ///   - queues: all queues by name.
  init(_ name: String, of work: String, in queues: [String: Snapshot.QueueFact]) {
    self.name = name
    let main = queues[work].map { [$0] } ?? []
    let single = queues.filter { $0.key != work && Self.isPlace($0.key, of: work) }.map(\.value)
    let (own, groups) = (main + single, [main, single])
    waiting = groups.map { $0.map(\.waiting).reduce(0, +) }.max() ?? 0
    inHand = groups.compactMap { Self.sum($0.map(\.inHand)) }.max()
    rateIn = groups.compactMap { Self.sum($0.map(\.rateIn)) }.max()
    rateOut = groups.compactMap { Self.sum($0.map(\.rateOut)) }.max()
    consumers = Self.sum(own.map(\.consumers))
    oldest = own.compactMap(\.oldest).min()
    retrying = queues.filter { QueueName.isRetry($0.key, of: work) }.map(\.value.waiting).reduce(0, +)
    parked = queues.filter {
      QueueName.isParked($0.key) && Self.isPlace(QueueName.work(of: $0.key), of: work)
    }.map(\.value.waiting).reduce(0, +)
  }

  /// True if the worker or the schools of this place consume the queue.
  private static func isPlace(_ queue: String, of work: String) -> Bool {
    queue == work || (work == QueueName.schools && QueueName.isSchool(queue))
  }

  /// The sum of the known numbers; nil if none is known.
  private static func sum<Number: AdditiveArithmetic>(_ numbers: [Number?]) -> Number? {
    let known = numbers.compactMap { $0 }
    return known.isEmpty ? nil : known.reduce(.zero, +)
  }
}
