@testable import AdmissionBoard
import Admission
import QueueContracts
import WorkerRuntime
import WorkerStore

extension BoardHarness {
  /// Words that a page must never take for its own.
  static let hostile = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>'{{csrf}}"

  /// True if the page has taken hostile words for its own.
  static func isFooled(_ page: String) -> Bool {
    page.contains("<script>alert") || page.contains("<img src=x") || page.contains("\"><img")
  }

  /// Changes the register and the history as a worker does.
  func change(_ body: @escaping @Sendable (inout Ledger) -> Void) async throws {
    try await board.store.transaction(
      inbox: InboxKeys(worker: "intake", messages: []), ledger: Ledger.Keys()
    ) { _, ledger in body(&ledger) }
  }

  /// What was done, the newest first.
  func actions() async throws -> [BoardAction] { try await board.store.boardActions(before: nil, limit: 500) }
}
