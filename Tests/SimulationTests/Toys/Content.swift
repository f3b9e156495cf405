import Foundation
import QueueContracts

@testable import IntakeWorker

/// What a toy worker is told.
enum Content: Sendable {
  case parcel(Parcel)
  /// The word of a watch that an answer is late.
  case notice(ApplicationOverdue)
  /// What a citizen is told of that.
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
