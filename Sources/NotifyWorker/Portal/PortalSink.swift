import Foundation
import HTTPCalls
import QueueContracts
import WorkerBase
import WorkerRuntime

/// Puts each entry of the service history into the portal, after the store has it (contract 4.8).
///
/// The request is idempotent: if an entry is sent again, it has the same body and the same address. So a crash between
/// the portal's answer and the acknowledgement does no harm.
struct PortalSink: Sink {
  /// Reads an entry from the store; nil if the store does not have it.
  let posted: @Sendable (MessageID) async throws -> HistoryEntry?
  let base: HTTPBase
  /// Sends a request, within its own time-out.
  let put: HTTPSend
  /// Bounds the number of requests at once, for all lanes of the process together.
  let slots: AsyncSemaphore
  /// Decides whether a failure is due to one message or to the portal.
  let monitor: ServiceMonitor

  /// The limit of an answer in bytes; if an answer is longer, its connection is closed.
  private static let answerBytes = 65_536

  func forward(_ message: MessageID, traceparent: String?) async throws -> Outcome? {
    guard let entry = try await entry(message) else { return nil }
    let place = ["service-history", entry.recipientIin, "entries", entry.entryId.description]
    guard let url = base.url(place) else {
      return .park(.portalRejected, detail: "the recipient's number cannot stand in an address")
    }
    let body = WireCodec.encode(entry)
    let fault: HTTPFault
    do {
      let status = try await slots.occupying { try await put(url, body, traceparent, Self.answerBytes).status }
      switch status {
      case 200..<300, 409:
        monitor.noteAnswer()
        return nil
      // The portal asks to try again later.
      case 408, 429: fault = .status(status)
      case 400..<500:
        monitor.noteAnswer()
        return .park(.portalRejected, detail: HTTPFault.status(status).detail)
      default: fault = .status(status)
      }
    } catch let noAnswer as HTTPFault {
      fault = noAnswer
    }
    throw await monitor.error(for: message.description, detail: fault.detail)
  }

  private func entry(_ message: MessageID) async throws -> HistoryEntry? {
    do {
      return try await posted(message)
    } catch let error as StoreError {
      throw EnvironmentDown("store", detail: "\(error)")
    }
  }
}
