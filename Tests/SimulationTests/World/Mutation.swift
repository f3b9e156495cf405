/// A defect that is planted between a lane and the simulated ``World``, to prove that the checker sees defects.
enum Mutation: String, CaseIterable, Sendable {
  /// Deliveries are acknowledged as soon as they arrive.
  case acknowledgesFirst
  /// An acknowledgement settles all earlier deliveries as well.
  case acknowledgesUpTo
  /// A publication counts as confirmed even if the broker refused it.
  case ignoresConfirms
  /// Copies that are to wait or to be parked are not sent.
  case losesCopies
  /// Copies lack one of the message's headers.
  case damagesCopies
  /// Outputs get another id each time.
  case renamesOutputs
  /// Effects are stored without the inbox row.
  case forgetsInbox
  /// The inbox row is stored without its outputs.
  case forgetsOutputs
  /// A commit succeeds and stores nothing.
  case losesCommits
  /// A batch is refused although none of its messages causes that.
  case refusesAnyBatch
  /// A cancelled consumer drops what had arrived.
  case dropsArrivals
  /// A waiting message never returns to its queue.
  case losesWaiting
  /// A confirmed publication is repeated if the broker refused another publication of the same batch.
  case repeatsConfirmed
  /// A delivery is acknowledged only when all deliveries in hand can be acknowledged.
  case holdsNeighbours
  /// Giving a message back in an outage counts as an attempt.
  case countsGivingBack
  /// A message that is given back stays in hand as well.
  case keepsGivenBack
  /// A crash with several messages in hand counts for each message as a crash with this message alone.
  case blamesTogether
  /// A watch publishes notices although another watch has the turn to publish.
  case ignoresTurn
  /// A watch publishes notices without claiming them.
  case publishesUnclaimed
  /// A notice counts as handled before it is published.
  case marksAsTold
  /// A notice that was handled goes out again.
  case forgetsHandled
  /// A worker that decides on a notice of a late answer does not see that the answer has come meanwhile.
  case hidesAnswers

  /// True if the defect shows only in a world with watches over deadlines.
  var isOfWatches: Bool {
    switch self {
    case .ignoresTurn, .publishesUnclaimed, .marksAsTold, .forgetsHandled, .hidesAnswers: true
    default: false
    }
  }

  /// The number of messages that kill their process; nil for a world with other faults.
  var deadlyCount: Int? { self == .blamesTogether ? 2 : nil }
}
