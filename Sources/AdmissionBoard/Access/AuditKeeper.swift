import Logging
import QueueContracts
import ServiceLifecycle
import WorkerRuntime
import WorkerStore

/// Deletes the recorded actions of the board's users once they are older than `BOARD_AUDIT_DAYS`.
struct AuditKeeper: Sendable {
  private static let rowLimit = 500
  let board: Board

  /// Deletes old actions once an hour, and returns when a shutdown begins.
  func run() async {
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      do {
        try await prune()
      } catch {
        board.logger.warning("Old actions were not deleted", metadata: [LogKey.detail: "\(error)"])
      }
      try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(3600)) }
    }
  }

  func prune() async throws(StoreError) {
    let time = board.now().adding(seconds: -Int64(board.boardSettings.auditDays) * 86_400)
    while try await board.store.forgetBoardActions(before: time, limit: Self.rowLimit) == Self.rowLimit {}
  }
}
