import Admission
import QueueContracts
import WorkerStore

/// The application that has waited longest at a place in the flow, according to the register.
///
/// The register is asked, because quorum queues do not tell how old their messages are. The register has an application
/// as soon as it is received or judged, so an application that no worker has seen is not in it.
struct OldestHere: Sendable, Equatable {
  /// The application's time of submission; nil if no application waits.
  let submittedAt: Timestamp?

  /// Finds the application; nil if the register does not tell what waits at the place, for example at notify.
  init?(at place: String, _ unanswered: [UnansweredApplications]?) {
    guard let unanswered else { return nil }
    let here: [UnansweredApplications]
    switch place {
    case "Intake": here = unanswered.filter { $0.state == ApplicationRecord.State.received.rawValue }
    case "Schools": here = unanswered.filter { $0.state == ApplicationRecord.State.inProcessing.rawValue }
    default: return nil
    }
    submittedAt = here.map(\.oldest).min().map { Timestamp(milliseconds: $0) }
  }

  func text(at now: Timestamp) -> String { submittedAt.map { Figures.age(of: $0, at: now) } ?? "none" }
}
