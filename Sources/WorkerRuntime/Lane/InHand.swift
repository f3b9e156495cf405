import QueueContracts

/// A delivery as a message of the worker, or as what becomes of one that can never be read.
struct Decoded<Message: Sendable>: Sendable {
  enum Content: Sendable {
    case message(Incoming<Message>)
    case unreadable(Outcome)
  }

  let delivery: Delivery
  /// Nil if it names none.
  ///
  /// Known even if the body cannot be read: of two bodies under one id the first counts.
  let id: MessageID?
  let content: Content
}

/// A message with the worker's proposal, or with what becomes of one that could not be judged.
struct Judged<Proposal: Sendable>: Sendable {
  enum Content: Sendable {
    case proposal(Proposal)
    /// The proposal is what the ledger has to know of it, if anything.
    case deferred(Outcome, Proposal?)
  }

  let delivery: Delivery
  let id: MessageID?
  let content: Content
}

/// A message whose outcome stands; if it is completed, in the store too.
struct Committed: Sendable {
  let delivery: Delivery
  let id: MessageID?
  var outcome: Outcome
  /// When it was decided the first time.
  let recordedAt: Timestamp
  /// False if the inbox knew it.
  let isNew: Bool
}

/// What a stage has done, what stays where it was, and why.
struct Progress<Done: Sendable, Left: Sendable>: Sendable {
  var done: [Done] = []
  var left: [Left] = []
  var down: EnvironmentDown?
}

/// Deliveries in hand, each as far as it has come.
struct InHand<W: Worker>: Sendable {
  /// As they came.
  var taken: [Delivery] = []
  var decoded: [Decoded<W.Message>] = []
  var judged: [Judged<W.Proposal>] = []
  var committed: [Committed] = []
  var planned: [Plan] = []
  /// Why they could come no further.
  var down: EnvironmentDown?

  var isEmpty: Bool { taken.isEmpty && decoded.isEmpty && judged.isEmpty && committed.isEmpty && planned.isEmpty }

  var deliveries: [Delivery] {
    taken + decoded.map(\.delivery) + judged.map(\.delivery) + committed.map(\.delivery) + planned.map(\.delivery)
  }

  /// Those that pass, each as far as it has come.
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
