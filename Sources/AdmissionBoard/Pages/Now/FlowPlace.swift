import QueueContracts

/// A place in the flow: a worker or the schools, with the messages that wait for it.
struct FlowPlace: Sendable {
  /// The worker or the schools that the place belongs to.
  enum Owner: Hashable {
    case worker(WorkerName)
    case schools

    static let all = WorkerName.allCases.map(Owner.worker) + [.schools]

    /// The work queue; for the schools, the hub's queue.
    var queue: String {
      switch self {
      case .worker(let worker): worker.queue
      case .schools: QueueName.schools
      }
    }

    /// The name that the page shows.
    var caption: String {
      switch self {
      case .worker(let worker): worker.caption
      case .schools: "Schools"
      }
    }
  }

  let owner: Owner
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
  ///   - owner: the worker or the schools that the place belongs to.
  ///   - queues: all queues by name.
  init(of owner: Owner, in queues: [String: Snapshot.QueueFact]) {
    self.owner = owner
    let work = owner.queue
    let main = queues[work].map { [$0] } ?? []
    let single = queues.filter { $0.key != work && owner.consumes($0.key) }.map(\.value)
    let (own, groups) = (main + single, [main, single])
    waiting = groups.map { $0.map(\.waiting).reduce(0, +) }.max() ?? 0
    inHand = groups.compactMap { Self.sum($0.map(\.inHand)) }.max()
    rateIn = groups.compactMap { Self.sum($0.map(\.rateIn)) }.max()
    rateOut = groups.compactMap { Self.sum($0.map(\.rateOut)) }.max()
    consumers = Self.sum(own.map(\.consumers))
    oldest = own.compactMap(\.oldest).min()
    retrying = queues.filter { QueueName.isRetry($0.key, of: work) }.map(\.value.waiting).reduce(0, +)
    parked = queues.filter {
      QueueName.isParked($0.key) && owner.consumes(QueueName.work(of: $0.key))
    }.map(\.value.waiting).reduce(0, +)
  }

  /// The sum of the known numbers; nil if none is known.
  private static func sum<Number: AdditiveArithmetic>(_ numbers: [Number?]) -> Number? {
    let known = numbers.compactMap { $0 }
    return known.isEmpty ? nil : known.reduce(.zero, +)
  }
}

extension FlowPlace.Owner {
  /// True if the worker or the schools consume the queue.
  fileprivate func consumes(_ queue: String) -> Bool {
    queue == self.queue || (self == .schools && QueueName.isSchool(queue))
  }
}

extension WorkerName {
  /// The name that the pages show.
  var caption: String {
    switch self {
    case .intake: "Intake"
    case .transfer: "Transfer"
    case .notify: "Notify"
    }
  }
}
