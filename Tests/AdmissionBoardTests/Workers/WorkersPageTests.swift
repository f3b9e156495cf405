@testable import AdmissionBoard
import Operations
import Testing
import WorkerRuntime
import WorkerStore

struct WorkersPageTests {
  @Test("Whoever pauses a worker or limits a register has to give a reason, which the board keeps")
  func orders() async throws {
    try await BoardHarness.run { harness in
      let browser = try await harness.signedIn(as: .operator)
      #expect(try await browser.post("/workers/pause", [("worker", "intake")]).status == 422, "a reason is needed")
      #expect(try await browser.post("/workers/pause", [("worker", "portal"), ("reason", "a test")]).status == 422)
      #expect(try await harness.board.store.standingOrders().isEmpty)

      let paused = try await browser.post(
        "/workers/pause", [("worker", "intake"), ("reason", "the register is mended"), ("hours", "2")])
      #expect(paused.location == "/workers")
      let order = try #require(try await harness.board.store.standingOrders().first)
      #expect(order.kind == .pause && order.subject == "intake" && order.by == "operator" && order.until != nil)
      let page = try await browser.get("/workers")
      #expect(page.text.contains("paused") && page.text.contains("the register is mended"))
      #expect(page.text.contains("Resume intake") && page.text.contains("Pause transfer"))

      let limit = [("register", "unemployment"), ("perSecond", "5"), ("reason", "it is slow")]
      #expect(try await browser.post("/workers/limit", limit).location == "/workers")
      #expect(try await browser.get("/workers").text.contains("5 a second"))
      let tooMany = [("register", "unemployment"), ("perSecond", "0"), ("reason", "it is slow")]
      #expect(try await browser.post("/workers/limit", tooMany).status == 422)
      _ = try await browser.post("/workers/unlimit", [("register", "unemployment"), ("reason", "fast again")])
      _ = try await browser.post("/workers/resume", [("worker", "intake"), ("reason", "mended")])
      #expect(try await harness.board.store.standingOrders().isEmpty)
      let words = try await harness.actions().map(\.action).filter { $0 != "signed in" }
      #expect(words == ["resumed", "limited", "limited", "paused"])
      #expect(try await browser.get("/actions").text.contains("the register is mended"), "operators read it too")
    }
  }

  @Test("A reason is stored as one line of text, without control characters")
  func line() async throws {
    try await BoardHarness.run { harness in
      let browser = try await harness.signedIn(as: .operator)
      let reason = "mended\u{0}\r\nlevel=error\u{202E}\u{2028}\u{1F392}"
      let paused = try await browser.post("/workers/pause", [("worker", "intake"), ("reason", reason)])
      #expect(paused.location == "/workers")
      let action = try #require(try await harness.actions().first)
      #expect(action.reason == "mended   level=error  \u{1F392}")
    }
  }

  @Test("A reader sees the workers' states and no buttons")
  func reader() async throws {
    try await BoardHarness.run { harness in
      let page = try await harness.signedIn(as: .reader).get("/workers")
      #expect(page.text.contains("consumes") && !page.text.contains("Pause intake"))
    }
  }
}
