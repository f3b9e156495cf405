@testable import AdmissionBoard
import Foundation
import QueueContracts
import TestSupport
import Testing
import WorkerRuntime
import WorkerStore

/// Tests the pages of parked messages on a real broker.
@Suite("The pages of parked messages", .timeLimit(.minutes(5)))
struct ParkedPageTests {
  private let parked = QueueName.parked(of: QueueName.intake)

  private func link(_ prefix: String, in page: String) throws -> String {
    let rest = try #require(page.range(of: "href=\"\(prefix)"), "no link to \(prefix)")
    return prefix + page[rest.upperBound...].prefix { $0 != "\"" }
  }

  @Test("Groups of parked messages show counts and times, and a message is masked until a user gives a reason")
  func look() async throws {
    let broker = try await BoardBroker()
    let application = Families.enrolment(1)
    try await broker.park([application.message()], "school.unknown")
    try await broker.park((2...3).map { Families.enrolment($0).message() }, "message.undecodable", detail: "form.grade")
    try await BoardHarness.run(["AMQP_URL": broker.url]) { harness in
      let browser = try await harness.signedIn(as: .operator)
      let groups = try await browser.get("/parked")
      #expect(groups.status == 200 && groups.text.contains("<strong>3</strong> in all"))
      #expect(groups.text.contains("school.unknown") && groups.text.contains("form.grade"))
      #expect(groups.text.contains("2026-04-01 09:00:00"))
      let many = try #require(groups.text.range(of: "message.undecodable"))
      let one = try #require(groups.text.range(of: "school.unknown"))
      #expect(many.lowerBound < one.lowerBound, "the largest group is first")

      let rest = String(groups.text[groups.text.index(one.lowerBound, offsetBy: -60)...])
      let group = try await browser.get(try link("/parked/groups/", in: rest))
      #expect(group.text.contains(application.applicationId.description))
      let path = try link("/parked/messages/", in: group.text)
      let message = try await browser.get(path)
      let iin = application.form.form.child.iin
      #expect(message.status == 200 && message.text.contains("application.submitted"))
      #expect(!message.text.contains(iin) && !message.text.contains("Айша"))
      #expect(message.text.contains("What happened to its application"))

      let parts = path.split(separator: "/")
      let fields = [("queue", String(parts[2])), ("message", String(parts[3]))]
      let refused = try await browser.post("/parked/messages/unmask", fields)
      #expect(refused.status == 422 && !refused.text.contains(iin))
      let full = try await browser.post("/parked/messages/unmask", fields + [("reason", "the school rang")])
      #expect(full.status == 200 && full.text.contains(iin) && full.text.contains("Айша"))
      let action = try #require(try await harness.actions().first)
      #expect(action.action == "unmasked" && action.target == "message \(parts[3]) of admission.intake")
      #expect(try await broker.holds(3, in: parked), "every message is where it was")
      let found = try await browser.post("/search", [("text", String(parts[3]))])
      #expect(found.location == path, "a message that no worker could read is found by its id")
    }
  }

  @Test("A sender's own texts are shown as text and not as HTML, and appear in no URL")
  func hostile() async throws {
    let broker = try await BoardBroker()
    let words = BoardHarness.hostile
    var message = Families.enrolment(1).message(id: "850101300004<b>")
    message.type = words
    message.correlationId = words
    message.headers["x-\(words)"] = .text(words)
    message.body = Data("{\"\(words)\":1,\"number\":\"<script>alert(1)</script>\"}".utf8)
    try await broker.park([message], "message.unknownType", detail: words)
    try await BoardHarness.run(["AMQP_URL": broker.url]) { harness in
      let browser = try await harness.signedIn(as: .operator)
      let groups = try await browser.get("/parked")
      let group = try await browser.get(try link("/parked/groups/", in: groups.text))
      let path = try link("/parked/messages/", in: group.text)
      #expect(!path.contains("850101300004"), "an id that may name a person stands in no address")
      let shown = try await browser.get(path)
      let parts = path.split(separator: "/")
      let full = try await browser.post(
        "/parked/messages/unmask",
        [("queue", String(parts[2])), ("message", String(parts[3])), ("reason", words)])
      let rehearsal = try await browser.post(
        "/parked/rehearse",
        [("plan", "discard-selected"), ("group", try #require(groupKey(group.text))), ("message", String(parts[3]))])
      for page in [groups, group, shown, full, rehearsal] {
        #expect(page.status == 200)
        #expect(!BoardHarness.isFooled(page.text), "\(page.text)")
      }
      #expect(!shown.text.contains("850101300004") && full.text.contains("850101300004"))
      #expect(try await harness.actions().allSatisfy { !$0.target.contains("850101300004") })
    }
  }

  private func groupKey(_ page: String) -> String? {
    page.firstMatch(of: /name="group" value="([0-9a-f]+)"/).map { String($0.1) }
  }

  @Test("Ten thousand parked messages are looked at page by page, and discarded as one group")
  func manyThousand() async throws {
    let broker = try await BoardBroker()
    let sample = Families.enrolment(1).message()
    let messages = (0..<10_000).map { _ in
      var copy = sample
      copy.id = UUID().uuidString.lowercased()
      return copy
    }
    try await broker.park(messages, "school.unknown")
    try await BoardHarness.run(["AMQP_URL": broker.url]) { harness in
      let browser = try await harness.signedIn(as: .operator)
      let groups = try await browser.get("/parked")
      #expect(groups.text.contains("<strong>10000</strong> in all"))
      let path = try link("/parked/groups/", in: groups.text)
      let last = try await browser.get("\(path)?page=100")
      #expect(last.text.contains("9901 to 10000 of 10000") && !last.text.contains(">Later<"))
      #expect(last.text.utf8.count < 200_000, "a page is a hundred messages")
      let beyond = try await browser.get("\(path)?page=1000000")
      #expect(beyond.text.contains("9901 to 10000 of 10000"))
      let fields = [("plan", "discard-group"), ("group", try #require(groupKey(last.text)))]
      let rehearsal = try await browser.post("/parked/rehearse", fields)
      #expect(rehearsal.text.contains("Discard 10000 messages") && rehearsal.text.contains("And 9900 more"))
      let receipt = try await browser.post("/parked/settle", fields + [("reason", "a test of many")])
      let receiptPath = try #require(receipt.location)
      var page = ""
      repeat {
        page = try await browser.get(receiptPath).text
        if page.contains("Going on") { try await Task.sleep(for: .milliseconds(200)) }
      } while page.contains("Going on")
      #expect(page.contains("Discarded 10000 messages"), "\(page.prefix(3000))")
      #expect(try await broker.holds(0, in: parked))
      #expect(try await harness.actions().count { $0.action == "receipt" } >= 100, "a hundred ids an action")
    }
  }
}
