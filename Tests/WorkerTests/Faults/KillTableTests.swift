import TestSupport
import QueueContracts
import Foundation
import Testing
import TestTools

/// Tests the table of killed workers in docs/guarantees.md with the real workers, a real broker and a real store.
///
/// `KILL_TABLE=write make test FILTER=KillTableTests` writes the table anew.
@Suite("Workers that are killed after each step", .serialized, .timeLimit(.minutes(3)))
struct KillTableTests {
  private static let page = Checkout.root.appending(path: "docs/guarantees.md")

  @Test("A worker that is killed after any step leaves one effect, as the table in docs/guarantees.md says")
  func table() async throws {
    let table = try await withThrowingTaskGroup { group in
      for worker in WorkerName.programs {
        group.addTask { (worker, try await KillBench.outcomes(of: worker)) }
      }
      var table = KillTable()
      for try await (worker, outcomes) in group { table.outcomes[worker] = outcomes }
      return table
    }
    for (worker, outcomes) in table.outcomes {
      for (boundary, outcome) in outcomes {
        #expect(outcome.effects == 1 && outcome.parked == 0, "\(worker), \(boundary): \(outcome)")
        #expect(outcome.copies.lowerBound >= 1 && outcome.copies.upperBound <= 2, "\(worker), \(boundary): \(outcome)")
      }
    }

    let page = try String(contentsOf: Self.page, encoding: .utf8)
    if ProcessInfo.processInfo.environment["KILL_TABLE"] == "write" {
      try table.written(into: page).write(to: Self.page, atomically: true, encoding: .utf8)
    } else {
      #expect(KillTable.table(in: page) == table.markdown, "KILL_TABLE=write make test FILTER=KillTableTests")
    }
  }
}
