import QueueContracts

/// A delivery after `decode`: a message of the worker, or the outcome of a delivery that can never be read.
struct Decoded<Message: Sendable>: Sendable {
  enum Content: Sendable {
    case message(Incoming<Message>)
    /// A body that cannot be read.
    case unreadable(Outcome)
    /// A body that must not be read, for example because its sender may not send such messages.
    case refused(Outcome)
  }

  let delivery: Delivery
  /// The message's id; nil if the delivery has no valid id.
  ///
  /// The id counts even if the body cannot be read: if a message with this id was completed before, its recorded
  /// outputs go out again. If the body must not be read, the id does not count.
  let id: MessageID?
  let content: Content
}

/// A message after `judge`: the worker's proposal, or the outcome of a message that could not be judged.
struct Judged<Proposal: Sendable>: Sendable {
  enum Content: Sendable {
    case proposal(Proposal)
    /// The outcome of a message that could not be judged.
    ///
    /// If there is also a proposal, the outcome of its `decide` counts instead, and `decide` can change the ledger. For
    /// example, IntakeWorker enters the application as received.
    case unjudged(Outcome, Proposal?)
    /// The outcome of a delivery whose body must not be read; the inbox is not asked about it.
    case refused(Outcome)
  }

  let delivery: Delivery
  let id: MessageID?
  let content: Content
}

/// A message after `commit`; if its outcome is completed, the store has its effects.
struct Committed: Sendable {
  let delivery: Delivery
  let id: MessageID?
  var outcome: Outcome
  /// The time at which the message was first decided.
  let recordedAt: Timestamp
  /// False if the inbox had the message before.
  let isNew: Bool
}

/// The result of a stage: the items that are done, the items that remain for the next try, and the outage that stopped them.
struct Progress<Done: Sendable, Remaining: Sendable>: Sendable {
  var done: [Done] = []
  var remaining: [Remaining] = []
  var down: EnvironmentDown?
}

/// Deliveries in hand, each at the stage that it has reached.
struct InHand<W: Worker>: Sendable {
  /// Deliveries that are not decoded yet.
  var taken: [Delivery] = []
  var decoded: [Decoded<W.Message>] = []
  var judged: [Judged<W.Proposal>] = []
  var committed: [Committed] = []
  var planned: [Plan] = []
  /// The outage that stopped some of the deliveries; nil if there is none.
  var down: EnvironmentDown?

  var isEmpty: Bool { taken.isEmpty && decoded.isEmpty && judged.isEmpty && committed.isEmpty && planned.isEmpty }

  var deliveries: [Delivery] {
    taken + decoded.map(\.delivery) + judged.map(\.delivery) + committed.map(\.delivery) + planned.map(\.delivery)
  }

  /// The deliveries for which `passes` returns true, each at the stage that it has reached.
  func filter(_ passes: (Delivery) -> Bool) -> InHand {
    InHand(
      taken: taken.filter(passes), decoded: decoded.filter { passes($0.delivery) },
      judged: judged.filter { passes($0.delivery) },
      committed: committed.filter { passes($0.delivery) }, planned: planned.filter { passes($0.delivery) }, down: down)
  }

  mutating func add(_ other: InHand) {
    taken += other.taken
    decoded += other.decoded
    judged += other.judged
    committed += other.committed
    planned += other.planned
    down = down ?? other.down
  }
}
