@testable import AdmissionBoard
import Admission
import QueueContracts
import WorkerRuntime
import WorkerStore

extension BoardHarness {
  /// A text that becomes markup, or is filled in as a placeholder, if a page does not escape it.
  static let hostile = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>'{{csrf}}"

  /// True if the page contains the hostile text as markup.
  static func isFooled(_ page: String) -> Bool {
    page.contains("<script>alert") || page.contains("<img src=x") || page.contains("\"><img")
  }

  /// Changes the register and the history as a worker does.
  func change(_ body: @escaping @Sendable (inout Ledger) -> Void) async throws {
    try await board.store.transaction(
      inbox: [], ledger: Ledger.Keys()
    ) { _, ledger in body(&ledger) }
  }

  /// The recorded actions, the newest first.
  func actions() async throws -> [BoardAction] { try await board.store.boardActions(before: nil, limit: 500) }
}
