import QueueContracts
import WorkerStore

/// The answers of the broker, the store and the workers at one moment.
struct Snapshot: Sendable {
  let time: Timestamp
  /// The queues by name; if the broker does not answer, these are the last known values.
  var queues: [String: QueueFact] = [:]
  /// The time since when the broker has not answered; nil if it answers.
  var brokerSilentSince: Timestamp?
  /// True if the management API was asked; AMQP does not tell rates or what consumers have in hand.
  var knowsRates = false
  /// The facts from the store; nil if the store has never answered.
  var register: RegisterFacts?
  /// The time since when the store has not answered; nil if it answers.
  var storeSilentSince: Timestamp?
  /// The applications without a final answer, as of some seconds ago; nil if the store has never answered.
  var unanswered: TimedAnswer<[UnansweredApplications]>?
  /// The time since which the oldest message has waited for NotifyWorker, as of some seconds ago.
  ///
  /// The property is nil if the store has never answered. ``TimedAnswer/value`` is nil if the store found no waiting message.
  var oldestUnposted: TimedAnswer<Timestamp?>?
  /// The workers, in the order of `BOARD_WORKERS`.
  var workers: [WorkerFact] = []

  /// A queue as the broker knows it.
  struct QueueFact: Sendable, Equatable {
    var waiting = 0
    var consumers: Int?
    var inHand: Int?
    /// The messages that came per second.
    var rateIn: Double?
    /// The messages that were settled per second.
    var rateOut: Double?
    /// The time at which the first message in the queue was sent; nil if the broker does not tell it.
    var oldest: Timestamp?
  }

  /// A worker process as its health server describes it.
  struct WorkerFact: Sendable, Equatable {
    let name: String
    let isReady: Bool
    /// The lines of the health server's answer, or one line that says that there is no answer.
    let lines: [String]
  }
}

/// An answer of the store, with the time at which the store was asked.
///
/// An age is counted up to the time of asking, and not up to the present. So the age of a message that has been handled
/// meanwhile does not seem to grow.
struct TimedAnswer<Value: Sendable>: Sendable {
  let time: Timestamp
  let value: Value
}

/// The facts from the store about the last hour and about deadlines.
struct RegisterFacts: Sendable, Equatable {
  /// The times from submission to intake's answer, in the last hour.
  var told = Waits()
  /// The times from submission to the answer that ended the application, in the last hour.
  var ended = Waits()
  /// The messages that were completed in the last hour, by worker.
  var completed: [String: Int] = [:]
  var outcomes: [String: Int] = [:]
  /// The number of unanswered applications whose deadline has passed.
  var late = 0
  /// The number of unanswered applications whose deadline passes within a day.
  var dueSoon = 0
  /// The deadlines of unanswered applications, the nearest first; at most as many as the forecast looks at.
  var deadlines: [Timestamp] = []
  /// The number of answers that ended an application in the last 24 hours.
  var endedInDay = 0
}

/// A histogram of how long something took.
struct Waits: Sendable, Equatable {
  /// The count of each bucket, by the bucket's upper bound in seconds.
  var counts: [Double: Int] = [:]

  var count: Int { counts.values.reduce(0, +) }

  /// A percentile of the waits, in seconds; nil if nothing was counted.
  ///
  /// - Parameter part: the percentile as a fraction, for example 0.99.
  /// - Returns: the upper bound of the bucket that the percentile falls into.
  func percentile(_ part: Double) -> Double? {
    let wanted = Double(count) * part
    guard count > 0 else { return nil }
    var sum = 0.0
    for (bound, number) in counts.sorted(by: { $0.key < $1.key }) {
      sum += Double(number)
      if sum >= wanted { return bound }
    }
    return .infinity
  }
}

/// Takes snapshots of the system.
protocol SnapshotSource: Sendable {
  /// Takes a snapshot within a few seconds; the snapshot says which system did not answer.
  func snapshot() async -> Snapshot
}
