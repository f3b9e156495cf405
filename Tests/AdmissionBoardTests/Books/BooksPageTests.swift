@testable import AdmissionBoard
import Admission
import QueueContracts
import Testing
import WorkerStore
import WorkerTesting

struct BooksPageTests {
  @Test("If the broker was not reached, the page of the books says so, and lists each difference with its application")
  func differences() async throws {
    try await BoardHarness.run { harness in
      try await harness.change { ledger in ledger.enter(StoreSample.application(1)) }
      let browser = try await harness.signedIn(as: .reader)
      let day = StoreSample.time(1).day
      for path in ["/books?day=\(day)", "/books?campaign=\(day.year)"] {
        let page = try await browser.get(path)
        #expect(page.status == 200 && page.text.contains("the books do not balance"), "\(path)")
        #expect(page.text.contains("/application?id=\(StoreSample.id(1))"))
        #expect(page.text.contains("the history nothing"))
        #expect(page.text.contains("The broker was not reached"))
      }
      #expect(try await browser.get("/books?day=2020-01-01").text.contains("the books balance"))
      #expect(try await browser.get("/books").status == 200)
      #expect(try await browser.get("/books?day=yesterday").status == 422)
      #expect(try await browser.get("/books?campaign=0").status == 422)
    }
  }
}

struct RulesPageTests {
  @Test("The page of the rules shows the edition in force in words")
  func inForce() async throws {
    try await BoardHarness.run { harness in
      let browser = try await harness.signedIn(as: .reader)
      let page = try await browser.get("/rules")
      #expect(page.status == 200 && page.text.contains("in force now") && page.text.contains("First grade"))
      let without = try await browser.post("/rules")
      #expect(without.status == 422 && without.text.contains("Choose a rules file"))
    }
  }
}
