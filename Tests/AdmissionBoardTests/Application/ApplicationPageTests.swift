@testable import AdmissionBoard
import Admission
import QueueContracts
import Testing
import WorkerRuntime
import WorkerStore
import WorkerTesting

/// Tests the page of one application, and the search that leads to the page.
struct ApplicationPageTests {
  private let iin = "850101300004"
  private let path = "/application?id=\(StoreSample.id(1))"

  private func withApplication(_ test: (BoardHarness) async throws -> Void) async throws {
    try await BoardHarness.run { harness in
      try await harness.change { ledger in
        ledger.enter(StoreSample.application(1, childName: "Айша Ф.", childIin: "190101600001"))
        ledger.keep(StoreSample.judgement(1))
        ledger.post(StoreSample.historyEntry(1))
      }
      try await test(harness)
    }
  }

  @Test("Personal data is masked for every role", arguments: BoardRole.allCases)
  func masked(role: BoardRole) async throws {
    try await withApplication { harness in
      let page = try await harness.signedIn(as: role).get(path)
      #expect(page.status == 200)
      #expect(page.text.contains("A1") && page.text.contains("••••0004"))
      #expect(!page.text.contains(iin) && !page.text.contains("Айша") && !page.text.contains("190101600001"))
      #expect(page.text.contains("<title>An application ·"), "the title names nobody")
      #expect(page.text.contains("document.missing"), "the rules are shown with what they found")
      #expect(page.text.contains("in three languages"), "the letters are masked")
      #expect(page.text.contains("Show everything") == role.may(.unmask))
    }
  }

  @Test("Personal data is shown only to a user who gives a reason, and the reason is recorded first")
  func unmasked() async throws {
    try await withApplication { harness in
      let browser = try await harness.signedIn(as: .auditor)
      let id = StoreSample.id(1).description
      let without = try await browser.post("/application/unmask", [("id", id)])
      #expect(without.status == 422 && !without.text.contains(iin))
      #expect(try await harness.actions().allSatisfy { $0.action != "unmasked" })

      let page = try await browser.post(
        "/application/unmask", [("id", id), ("reason", "the mother 850101300004 rang")])
      #expect(page.status == 200)
      #expect(page.text.contains(iin) && page.text.contains("Айша") && page.text.contains("Заявление \(iin)"))
      #expect(page.header("cache-control") == "no-store")
      let action = try #require(try await harness.actions().first { $0.action == "unmasked" })
      #expect(action.who == "auditor" && action.target == "application \(id)")
      #expect(action.reason == "the mother … rang", "no IIN is kept in a reason")
    }
  }

  @Test("An application is found by number, id, a message's id, and the applicant's IIN")
  func search() async throws {
    try await withApplication { harness in
      let browser = try await harness.signedIn(as: .reader)
      let words = [
        "A1", " a1 ", StoreSample.id(1).description, StoreSample.id(1).description.uppercased(),
        StoreSample.message(1).description, iin, "850101 300004",
      ]
      for word in words {
        let found = try await browser.post("/search", [("text", word)])
        #expect(found.status == 303 && found.location == path, "\(word): \(found.status)")
      }
      let searches = try await harness.actions().filter { $0.action == "searched" }
      #expect(searches.count == 2 && searches.allSatisfy { !"\($0)".contains(iin) }, "it is noted, without the IIN")
      #expect(
        searches.allSatisfy { $0.target == "by an IIN: \(StoreSample.id(1))" }, "it is noted whose data was found")
      let byNumber = try await browser.get("/application?number=A1")
      #expect(byNumber.location == path)
    }
  }

  @Test("A search without a result says so, and its page does not repeat the search text")
  func nothingFound() async throws {
    try await withApplication { harness in
      let browser = try await harness.signedIn(as: .reader)
      for (word, status) in [("A99", 404), ("850101300020", 404), (BoardHarness.hostile, 422), ("", 422)] {
        let page = try await browser.post("/search", [("text", word)])
        #expect(page.status == status, "\(word)")
        #expect(word.isEmpty || !page.text.contains(word))
      }
      #expect(try await browser.get("/application?id=\(StoreSample.id(9))").status == 404)
      #expect(try await browser.get("/application?id=1").status == 422)
      #expect(try await browser.get("/application").location == "/search")
    }
  }

  @Test("A search that finds several applications lists them")
  func several() async throws {
    try await withApplication { harness in
      try await harness.change { ledger in
        ledger.enter(StoreSample.application(2))
        ledger.post(StoreSample.historyEntry(2))
      }
      let page = try await harness.signedIn(as: .reader).post("/search", [("text", iin)])
      #expect(page.status == 200 && page.text.contains("2 have this IIN"))
      #expect(page.text.contains("/application?id=\(StoreSample.id(1))"))
      #expect(page.text.contains("/application?id=\(StoreSample.id(2))"))
      #expect(!page.text.contains(iin))
    }
  }

  @Test("A search for an IIN finds applications by applicant and by child, and says whose IIN it is")
  func child() async throws {
    try await withApplication { harness in
      let browser = try await harness.signedIn(as: .reader)
      let child = "190101600001"
      let one = try await browser.post("/search", [("text", child)])
      #expect(one.status == 303 && one.location == path)
      #expect(try await browser.get(path).text.contains("The IIN that you looked for is the child&#39;s here."))
      // One IIN can be the applicant's in one application and the child's in another.
      try await harness.change { ledger in
        ledger.enter(StoreSample.application(2, childIin: iin))
        ledger.enter(StoreSample.application(3, childIin: child))
      }
      let two = try await browser.post("/search", [("text", child)])
      #expect(two.status == 200 && two.text.contains("2 have this IIN"))
      #expect(two.text.matches(of: /the IIN is the child&#39;s/).count == 2 && !two.text.contains(child))
      let both = try await browser.post("/search", [("text", iin)])
      #expect(both.text.contains("\(StoreSample.id(1))</a>: the IIN is the applicant&#39;s<"))
      #expect(both.text.contains("\(StoreSample.id(2))</a>: the IIN is the child&#39;s<"))
      #expect(try await harness.actions().allSatisfy { !"\($0)".contains(child) })
      let searches = try await harness.actions().filter { $0.action == "searched" }
      for id in [1, 2].map(StoreSample.id) { #expect(searches.first?.target.contains(id.description) == true) }
      #expect(try await browser.post("/search", [("text", "111111111111")]).status == 404)
      #expect(try await harness.actions().first?.target == "by an IIN: nothing found")
    }
  }

  @Test("A hostile text in any field of an application is shown as text")
  func hostile() async throws {
    try await BoardHarness.run { harness in
      let words = BoardHarness.hostile
      try await harness.change { ledger in
        let sample = StoreSample.application(1)
        ledger.enter(
          ApplicationRecord(
            id: sample.id, number: ApplicationNumber(stored: "<script>alert(3)</script>")!, service: .enrolment,
            language: .kk, applicantIin: words, childIin: words, childName: words, grade: 1,
            school: SchoolReference(bin: words), submittedAt: sample.submittedAt, dueBy: sample.dueBy))
        ledger.keep(StoreSample.judgement(1, edition: words))
        ledger.post(StoreSample.historyEntry(1, text: words))
      }
      let browser = try await harness.signedIn(as: .operator)
      let id = StoreSample.id(1).description
      let unmask = try await browser.post("/application/unmask", [("id", id), ("reason", words)])
      #expect(unmask.status == 200 && unmask.text.contains("&lt;script&gt;alert(1)"))
      #expect(!BoardHarness.isFooled(unmask.text))
      let others = ["/overdue?days=7", "/books?day=2026-04-01", "/schools", "/actions", "/workers", "/rules"]
      for one in [path] + others {
        let page = try await browser.get(one)
        #expect(page.status == 200, "\(one)")
        #expect(!BoardHarness.isFooled(page.text), "\(one)")
      }
    }
  }
}
