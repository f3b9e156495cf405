@testable import AdmissionBoard
import Admission
import QueueContracts
import Testing
import WorkerStore
import WorkerTesting

struct OverduePageTests {
  @Test("Late answers are listed first, each with its delay, and then the answers that are due soon")
  func list() async throws {
    let now = StoreSample.time(1_000_000)
    try await BoardHarness.run(now: { now }) { harness in
      try await harness.change { ledger in
        ledger.enter(StoreSample.application(1, dueBy: 1_000_000 - 93_600))
        ledger.enter(StoreSample.application(2, dueBy: 1_000_000 + 3600))
        ledger.enter(StoreSample.application(3, dueBy: 1_000_000 + 2 * 86_400))
      }
      let browser = try await harness.signedIn(as: .reader)
      let page = try await browser.get("/overdue")
      #expect(page.text.contains("1 late") && page.text.contains("1 due soon"))
      #expect(page.text.contains("late by 1 d 2 h") && page.text.contains("in 1 h 0 min"))
      #expect(page.text.contains("/application?id=\(StoreSample.id(1))"))
      #expect(!page.text.contains(StoreSample.id(3).description), "it is due later")
      #expect(try await browser.get("/overdue?days=3").text.contains(StoreSample.id(3).description))
      #expect(try await browser.get("/overdue?days=nine&page=-1").status == 200)
    }
  }

  @Test("If no answer is late, the page of overdue answers says so")
  func nothing() async throws {
    try await BoardHarness.run { harness in
      let page = try await harness.signedIn(as: .reader).get("/overdue")
      #expect(page.text.contains("No answer is late"))
    }
  }

  @Test(
    "A span of time is shown in two units at most",
    arguments: [(59, "under a minute"), (60, "1 min"), (7260, "2 h 1 min"), (90_000, "1 d 1 h")] as [(Int64, String)])
  func spans(seconds: Int64, words: String) {
    #expect(Span.words(seconds) == words)
  }
}
