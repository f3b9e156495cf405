import Admission
import QueueContracts
import WorkerStore

/// The application that has waited longest for the answer of a place in the flow, by the register.
///
/// The register is asked, because quorum queues do not tell how old their messages are. It has an application as soon
/// as the application is received or judged, so it lacks applications that no worker has seen yet.
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
