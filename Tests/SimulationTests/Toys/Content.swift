import Foundation
import QueueContracts

@testable import IntakeWorker

/// The content of a message to a toy worker.
enum Content: Sendable {
  case parcel(Parcel)
  /// The notice that an answer is late, as `DeadlineWatch` sends it.
  case notice(ApplicationOverdue)
  /// The update by which a citizen learns of the notice.
  case update(ProcessingUpdated)

  var applicationId: ApplicationID {
    switch self {
    case .parcel(let parcel): parcel.applicationId
    case .notice(let notice): notice.applicationId
    case .update(let update): update.applicationId
    }
  }

  var body: Data {
    switch self {
    case .parcel(let parcel): WireCodec.encode(parcel)
    case .notice(let notice): WireCodec.encode(notice)
    case .update(let update): WireCodec.encode(update)
    }
  }

  var parcel: Parcel? { if case .parcel(let parcel) = self { parcel } else { nil } }

  func trouble(at worker: String) -> Trouble.Kind? { parcel?.trouble(at: worker) }
}
