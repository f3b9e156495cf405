@testable import AdmissionBoard
import Foundation
import QueueContracts
import TestSupport
import Testing
import WorkerRuntime
import WorkerStore

/// Tests replaying and discarding parked messages on a real broker.
@Suite("Replaying and discarding parked messages on the board", .timeLimit(.minutes(3)))
struct UnparkingPageTests {
  private let parked = QueueName.parked(of: QueueName.intake)

  private func group(_ reason: String) -> (String, String) {
    ("group", ParkedItem.groupKey(queue: QueueName.intake, reason: reason, detail: ""))
  }

  @Test("A rehearsal changes nothing, and a replay of selected messages is recorded before it is done")
  func selection() async throws {
    let broker = try await BoardBroker()
    let messages = (1...3).map { Families.enrolment($0).message() }
    try await broker.park(messages, "school.unknown")
    try await BoardHarness.run(["AMQP_URL": broker.url]) { harness in
      let browser = try await harness.signedIn(as: .operator)
      let ids = messages.prefix(2).compactMap(\.id)
      let fields = [("plan", "replay-selected"), group("school.unknown")] + ids.map { ("message", $0) }
      let rehearsal = try await browser.post("/parked/rehearse", fields)
      #expect(rehearsal.status == 200 && rehearsal.text.contains("Nothing has been changed"))
      #expect(rehearsal.text.contains("Replay 2 messages"))
      #expect(try await broker.holds(3, in: parked))
      #expect(try await browser.post("/parked/settle", fields).status == 422, "a reason is needed")
      #expect(try await broker.holds(3, in: parked))

      let done = try await browser.post("/parked/settle", fields + [("reason", "the directory is mended")])
      let receipt = try await browser.get(try #require(done.location))
      #expect(receipt.text.contains("Replayed 2 messages") && receipt.text.contains("the directory is mended"))
      #expect(try await broker.holds(1, in: parked))
      #expect(try await broker.holds(2, in: QueueName.intake))
      let actions = try await harness.actions().filter { ["replayed", "receipt"].contains($0.action) }
      #expect(actions.map(\.action) == ["receipt", "replayed"], "it was noted before it was done")
      for action in actions {
        #expect(ids.allSatisfy(action.target.contains) && action.reason == "the directory is mended", "\(action)")
      }
      let left = try await browser.get("/parked")
      #expect(left.text.contains("<strong>1</strong> in all"), "the board looks anew")
      let again = try await browser.post("/parked/settle", fields + [("reason", "once more")])
      #expect(again.status == 404, "what is gone is not replayed twice")
    }
  }

  @Test("A replay that is not allowed is refused with the reason, and the message can be discarded instead")
  func refused() async throws {
    let broker = try await BoardBroker()
    try await broker.park([Families.enrolment(1).message()], "message.misrouted")
    try await BoardHarness.run(["AMQP_URL": broker.url]) { harness in
      let browser = try await harness.signedIn(as: .operator)
      let replay = [("plan", "replay-group"), group("message.misrouted")]
      let rehearsal = try await browser.post("/parked/rehearse", replay)
      #expect(rehearsal.text.contains("Not possible: 1 message") && rehearsal.text.contains("never replayed"))
      #expect(!rehearsal.text.contains("action=\"/parked/settle\""))
      let ordered = try await browser.post("/parked/settle", replay + [("reason", "all the same")])
      #expect(ordered.status == 409 && ordered.text.contains("never replayed"))
      #expect(try await harness.actions().allSatisfy { $0.action != "replayed" })

      let discard = [("plan", "discard-group"), group("message.misrouted"), ("reason", "no right to it")]
      let done = try await browser.post("/parked/settle", discard)
      #expect(try await browser.get(try #require(done.location)).text.contains("Discarded 1 message"))
      #expect(try await broker.holds(0, in: parked))
    }
  }

  @Test("A form with an impossible request changes nothing")
  func badForms() async throws {
    let broker = try await BoardBroker()
    try await broker.park([Families.enrolment(1).message()], "school.unknown")
    try await BoardHarness.run(["AMQP_URL": broker.url]) { harness in
      let browser = try await harness.signedIn(as: .operator)
      let forms: [([(String, String)], Int)] = [
        ([], 422), ([("plan", "burn-group"), group("school.unknown")], 422),
        ([("plan", "discard-selected"), group("school.unknown")], 422),
        ([("plan", "discard-group"), ("group", "0000")], 404),
        ([("plan", "discard-selected"), group("school.unknown"), ("message", "x")], 404),
      ]
      for (form, status) in forms {
        for path in ["/parked/rehearse", "/parked/settle"] {
          let reply = try await browser.post(path, form + [("reason", "a test")])
          #expect(reply.status == status, "\(form) at \(path)")
        }
      }
      #expect(try await broker.holds(1, in: parked))
    }
  }

  @Test("If the broker is not reached, the page says so and no action is recorded")
  func noBroker() async throws {
    try await BoardHarness.run { harness in
      let browser = try await harness.signedIn(as: .operator)
      for path in ["/parked", "/unrouted"] {
        let page = try await browser.get(path)
        #expect(page.status == 503, "\(path)")
      }
      let form = [("plan", "discard-group"), group("school.unknown"), ("reason", "a test")]
      #expect(try await browser.post("/parked/settle", form).status == 503)
      #expect(try await harness.actions().allSatisfy { $0.action == "signed in" })
    }
  }
}
