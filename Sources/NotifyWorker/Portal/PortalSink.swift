import Foundation
import HTTPCalls
import QueueContracts
import WorkerRuntime

/// Puts each entry of the service history into the portal as well (contract 4.8).
///
/// What the store has is sent, whenever and however often: the same entry has the same body under the same address, so
/// that a crash between the portal's answer and the acknowledgement changes nothing.
struct PortalSink: Sink {
  let entries: any PostedEntries
  let base: HTTPBase
  /// Within its own time-out.
  let put: HTTPSend
  /// Shared by the lanes of the process.
  let slots: AsyncSemaphore

  /// More than any answer needs; a longer one costs its connection.
  private static let answerBytes = 65_536

  func forward(_ message: MessageID, traceparent: String?) async throws -> Outcome? {
    guard let entry = try await entry(message) else { return nil }
    let place = ["service-history", entry.recipientIin, "entries", entry.entryId.description]
    guard let url = base.url(place) else {
      return .park(.portalRejected, detail: "the recipient's number cannot stand in an address")
    }
    let status = try await slots.occupying { try await answer(to: url, WireCodec.encode(entry), traceparent) }
    switch status {
    case 200..<300, 409: return nil
    // Of all others only a refusal of this one entry lets the next ones go on; a redirection is nobody's refusal.
    case 408, 429: throw Self.down(.status(status))
    case 400..<500: return .park(.portalRejected, detail: HTTPFault.status(status).detail)
    default: throw Self.down(.status(status))
    }
  }

  private func entry(_ message: MessageID) async throws -> HistoryEntry? {
    do {
      return try await entries.entry(message)
    } catch let error as StoreError {
      throw EnvironmentDown("store", detail: "\(error)")
    }
  }

  private func answer(to url: URL, _ body: Data, _ traceparent: String?) async throws -> Int {
    do {
      return try await put(url, body, traceparent, Self.answerBytes).status
    } catch let fault as HTTPFault {
      throw Self.down(fault)
    }
  }

  private static func down(_ fault: HTTPFault) -> EnvironmentDown { EnvironmentDown("portal", detail: fault.detail) }
}

/// The service history in the store.
protocol PostedEntries: Sendable {
  /// Nil where it has no such entry.
  func entry(_ id: MessageID) async throws -> HistoryEntry?
}
