import Admission
import QueueContracts
import WorkerStore

/// The application that waits longest for the answer of a place, as the register says.
///
/// Quorum queues do not tell how old their messages are, so the register does. It knows an application as soon as it was
/// judged, or could not be judged at once; what no worker has seen yet it does not know.
struct OldestHere: Sendable, Equatable {
  /// Nil if none waits.
  let submittedAt: Timestamp?

  /// Nil if nothing is known of the place: nobody writes down what waits for notify.
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
