import QueueContracts

/// What broker and store have said at one moment: the same for everybody who looks.
struct Snapshot: Sendable {
  let time: Timestamp
  /// By their names; what was said last if the broker does not answer now.
  var queues: [String: QueueFact] = [:]
  /// Since when the broker has not answered; nil if it does.
  var brokerSilentSince: Timestamp?
  /// True if the management API was asked, which knows of what consumers have in hand and of rates.
  var knowsRates = false
  var register: RegisterFacts?
  /// Since when the store has not answered; nil if it does.
  var storeSilentSince: Timestamp?
  /// In the order in which they are configured.
  var workers: [WorkerFact] = []

  /// A queue as the broker knows it.
  struct QueueFact: Sendable, Equatable {
    var waiting = 0
    var consumers: Int?
    var inHand: Int?
    /// Messages a second that came, and that were settled.
    var rateIn: Double?
    var rateOut: Double?
    /// When the first message was sent, if the broker knows.
    var oldest: Timestamp?
  }

  /// A process of a worker, as its health server says.
  struct WorkerFact: Sendable, Equatable {
    let name: String
    let isReady: Bool
    /// Lanes and problems, one line each; what keeps it from being asked.
    let lines: [String]
  }
}

/// What the store says of the last hour and of deadlines.
struct RegisterFacts: Sendable, Equatable {
  /// From submission to the answer of intake, and to the answer that ended the application, in the last hour.
  var told = Waits()
  var ended = Waits()
  /// Completed messages of the last hour, by worker.
  var completed: [String: Int] = [:]
  var outcomes: [String: Int] = [:]
  /// Applications without an answer whose deadline has passed, or does within a day.
  var late = 0
  var dueSoon = 0
  /// Of applications without an answer, the nearest first, no more than are looked at.
  var deadlines: [Timestamp] = []
  /// Answers that ended an application in the last 24 hours.
  var endedInDay = 0
}

/// How long something took, counted in buckets.
struct Waits: Sendable, Equatable {
  /// By the bucket's upper bound in seconds.
  var counts: [Double: Int] = [:]

  var count: Int { counts.values.reduce(0, +) }

  /// The upper bound of the bucket that this part of all falls in, in seconds; nil if there are none.
  func within(_ part: Double) -> Double? {
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

/// Who asks broker and store.
protocol SnapshotSource: Sendable {
  /// Answers within some seconds, and says in the snapshot what could not be asked.
  func snapshot() async -> Snapshot
}
