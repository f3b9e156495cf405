import Admission
import QueueContracts
import WorkerStore

/// The application or message that has waited longest at a place in the flow, according to the store.
///
/// The store is asked, because quorum queues do not tell how old their messages are. The store has an application as
/// soon as it is received or judged, so an application that no worker has seen is not in it.
struct OldestHere: Sendable, Equatable {
  /// The time of an application's submission or of a message's commit; nil if nothing waits.
  let since: Timestamp?
  /// The time at which the store was asked.
  let seenAt: Timestamp

  /// Finds the application or message; nil if the store does not tell what waits at the place.
  init?(at place: FlowPlace, _ snapshot: Snapshot) {
    switch place.owner {
    case .worker(.intake):
      self.init(snapshot.unanswered) { $0.state == ApplicationRecord.State.received.rawValue }
    case .worker(.transfer): self.init(snapshot.unanswered) { $0.isAtTransfer }
    case .worker(.notify): self.init(snapshot.oldestUnposted, isEmpty: place.isEmpty)
    case .schools:
      self.init(snapshot.unanswered) {
        $0.state == ApplicationRecord.State.inProcessing.rawValue && !$0.isAtTransfer
      }
    }
  }

  // Updates that were discarded, or that the broker parked, stay unposted for ever. So the store's answer counts only
  // while messages wait in the queues. If messages wait and the store finds no unposted update, the age is not known.
  private init?(_ unposted: TimedAnswer<Timestamp?>?, isEmpty: Bool) {
    guard !isEmpty, let unposted, let since = unposted.value else { return nil }
    self.since = since
    seenAt = unposted.time
  }

  private init?(
    _ unanswered: TimedAnswer<[UnansweredApplications]>?, where isHere: (UnansweredApplications) -> Bool
  ) {
    guard let unanswered else { return nil }
    since = unanswered.value.filter(isHere).map(\.oldest).min().map { Timestamp(milliseconds: $0) }
    seenAt = unanswered.time
  }

  var text: String { since.map { Figures.age(of: $0, at: seenAt) } ?? "none" }
}

extension UnansweredApplications {
  /// True if IntakeWorker has accepted these applications and TransferWorker has not judged them yet.
  fileprivate var isAtTransfer: Bool {
    state == ApplicationRecord.State.inProcessing.rawValue && service == Service.transfer.rawValue && !wasSchoolAsked
  }
}
