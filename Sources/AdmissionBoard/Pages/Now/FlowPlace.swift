import QueueContracts

/// A place in the flow: a worker or the schools, with the messages that wait for it.
struct FlowPlace: Sendable {
  /// The name that the page shows.
  let name: String
  /// The number of messages that wait in its work queue; for the schools, in the queues of single schools, too.
  let waiting: Int
  let inHand: Int?
  let rateIn: Double?
  let rateOut: Double?
  let consumers: Int?
  /// The number of messages in its retry queues.
  let retrying: Int
  let parked: Int
  let oldest: Timestamp?

  /// True if no message waits, is in hand or is tried again at this place.
  var isEmpty: Bool { waiting == 0 && inHand == 0 && retrying == 0 }

  /// Adds up the numbers of the queues of one place.
  ///
  /// - Parameters:
  ///   - name: the name that the page shows.
  ///   - work: the name of the work queue; for the schools' queue, the queues of single schools count, too.
  ///   - queues: all queues by name.
  init(_ name: String, of work: String, in queues: [String: Snapshot.QueueFact]) {
    self.name = name
    let own = queues.filter { Self.isPlace($0.key, of: work) }.map(\.value)
    waiting = own.map(\.waiting).reduce(0, +)
    inHand = Self.sum(own.map(\.inHand))
    rateIn = Self.sum(own.map(\.rateIn))
    rateOut = Self.sum(own.map(\.rateOut))
    consumers = Self.sum(own.map(\.consumers))
    oldest = own.compactMap(\.oldest).min()
    retrying = queues.filter { $0.key.hasPrefix("\(work).retry.") }.map(\.value.waiting).reduce(0, +)
    let parkedQueues = queues.filter { queue, _ in
      queue.hasSuffix(Self.parked) && Self.isPlace(String(queue.dropLast(Self.parked.count)), of: work)
    }
    parked = parkedQueues.map(\.value.waiting).reduce(0, +)
  }

  private static let parked = QueueName.parked(of: "")

  /// True if the worker or the schools of this place consume the queue.
  private static func isPlace(_ queue: String, of work: String) -> Bool {
    queue == work || (work == QueueName.schools && isSchool(queue))
  }

  private static func isSchool(_ queue: String) -> Bool {
    queue.hasPrefix("\(QueueName.schools).") && BIN(String(queue.dropFirst(QueueName.schools.count + 1))) != nil
  }

  /// The sum of the known numbers; nil if none is known.
  private static func sum<Number: AdditiveArithmetic>(_ numbers: [Number?]) -> Number? {
    let known = numbers.compactMap { $0 }
    return known.isEmpty ? nil : known.reduce(.zero, +)
  }
}
