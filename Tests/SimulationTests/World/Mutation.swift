/// A defect that is put between a lane and the world, to prove that the checker sees it.
enum Mutation: String, CaseIterable, Sendable {
  /// Deliveries are acknowledged as they come.
  case acknowledgesFirst
  /// An acknowledgement takes along what came before it.
  case acknowledgesUpTo
  /// A publication counts as confirmed, whatever the broker said.
  case ignoresConfirms
  /// Copies to wait or to be parked are not sent.
  case losesCopies
  /// Copies lack a header that came.
  case damagesCopies
  /// Outputs have another id each time.
  case renamesOutputs
  /// Effects are stored, what was decided is not.
  case forgetsInbox
  /// What was decided is stored without what followed from it.
  case forgetsOutputs
  /// A commit succeeds and leaves nothing.
  case losesCommits
  /// A batch is refused for a message that is not in it.
  case refusesAnyBatch
  /// A cancelled consumer gives out no more of what had arrived.
  case dropsArrivals
  /// A waiting message returns to no queue.
  case losesWaiting
  /// What was confirmed goes out again when something beside it was refused.
  case repeatsConfirmed
  /// What is answered is acknowledged only when all that is in hand is.
  case holdsNeighbours
  /// An outage counts as an attempt of what is given back.
  case countsGivingBack
  /// What is given back stays in hand, too.
  case keepsGivenBack
  /// A message that processes died with, among others, is taken for one that they died of.
  case blamesTogether
  /// A watch publishes whether it has the turn or not.
  case ignoresTurn
  /// A watch publishes notices without claiming them.
  case publishesUnclaimed
  /// A notice counts as told before it is published.
  case marksAsTold
  /// What was told goes out again.
  case forgetsHandled
  /// Who decides of a late answer does not see one that has come meanwhile.
  case hidesAnswers

  /// True if it shows nowhere but in a world that is watched over.
  var isOfWatches: Bool {
    switch self {
    case .ignoresTurn, .publishesUnclaimed, .marksAsTold, .forgetsHandled, .hidesAnswers: true
    default: false
    }
  }

  /// Messages of the world that kill their process; nil for a world with other faults.
  var deadly: Int? { self == .blamesTogether ? 2 : nil }
}
