@testable import AdmissionBoard
import Foundation
import Operations
import QueueContracts
import RabbitBroker
import Synchronization
import TestSupport
import Testing
import WorkerRuntime
import WorkerStore

/// Tests, on a real broker, that parked messages of any size and number fit into memory.
@Suite("Parked messages that are large or many", .timeLimit(.minutes(3)))
struct LargeParkedTests {
  private let parked = QueueName.parked(of: QueueName.intake)

  private func message(_ number: Int, bytes: Int) -> BrokerMessage {
    var message = Families.enrolment(number).message()
    message.body = Data("\"\(String(repeating: "x", count: bytes - 2))\"".utf8)
    return message
  }

  private func group(_ reason: String) -> (String, String) {
    ("group", ParkedItem.groupKey(queue: QueueName.intake, reason: reason, detail: ""))
  }

  @Test("A look at many large messages keeps no body, and a look with bodies keeps few")
  func look() async throws {
    let broker = try await BoardBroker()
    try await broker.park((1...30).map { message($0, bytes: 3 << 20) }, "school.unknown")
    let settings = Settings(["AMQP_URL": broker.url])
    let survey = try await ParkedSurvey(try await ParkedQueues.now(settings), broker.admin, limit: 100)
    #expect(survey.messages.count == 30 && survey.notLookedAt.isEmpty)
    #expect(survey.messages.allSatisfy { $0.message.body.isEmpty && $0.bodyBytes == 3 << 20 })

    let reader = ParkedReader(broker.admin)
    #expect(try await broker.holds(30, in: parked))
    let found = try await reader.messages(try ParkedFilter(queue: QueueName.intake), withBodies: true)
    #expect(found.count == 30)
    let kept = found.map(\.message.body.count).reduce(0, +)
    #expect(kept > 0 && kept <= 32 << 20)
    let left = try #require(found.first { !$0.hasBody })
    #expect(!left.isTooLarge && ParkedView(left, personal: true).body.contains("name this message by its id"))
    #expect(try await broker.holds(30, in: parked))
    let one = try await reader.messages(
      try ParkedFilter(ids: [try #require(left.message.id)], queue: QueueName.intake), withBodies: true)
    #expect(one.map(\.message.body.count) == [3 << 20], "a message that is named has its body")
  }

  @Test("A look ends when it has read enough, and says how many messages were not looked at")
  func cut() async throws {
    let broker = try await BoardBroker()
    try await broker.park((1...5).map { message($0, bytes: 1000) }, "school.unknown")
    for limits in [
      LookLimits(messages: 9, bodies: .headersOnly, readBytes: 2500),
      LookLimits(messages: 9, bodies: .headersOnly, heldBytes: 1500),
    ] {
      let look = try await broker.admin.look(into: parked, within: limits) { _ in true }
      #expect(look.lookedAt < 5 && look.found.count == look.lookedAt && look.isCut(by: limits))
      #expect(try await broker.holds(5, in: parked))
    }
  }

  @Test("A message over the limit is shown without its body, is not replayed, stays parked, and can be discarded")
  func tooLarge() async throws {
    let broker = try await BoardBroker()
    let (large, small) = (message(1, bytes: 5 << 20), message(2, bytes: 3 << 20))
    try await broker.park([large, small], "school.unknown")
    try await BoardHarness.run(["AMQP_URL": broker.url]) { harness in
      let browser = try await harness.signedIn(as: .operator)
      let id = try #require(large.id)
      let page = try await browser.get("/parked/messages/\(QueueName.intake)/\(id)")
      #expect(page.status == 200 && page.text.contains("The body is not shown: it has 5242880 bytes"))
      let fields = [("plan", "replay-group"), group("school.unknown")]
      let rehearsal = try await browser.post("/parked/rehearse", fields)
      #expect(rehearsal.text.contains("Replay 1 message") && rehearsal.text.contains("too large to be replayed"))
      let receipt = try await browser.settled(fields)
      #expect(receipt.contains("Replayed 1 message"), "\(receipt)")
      #expect(try await broker.holds(1, in: parked))
      #expect(try await broker.holds(1, in: QueueName.intake))
      #expect(try await broker.admin.browse(parked, limit: 9).map(\.message.id) == [id])
      let discarded = try await browser.settled([
        ("plan", "discard-selected"), group("school.unknown"), ("message", id),
      ])
      #expect(discarded.contains("Discarded 1 message"), "\(discarded)")
      #expect(try await broker.holds(0, in: parked))
    }
  }

  @Test("Replaying and discarding take few messages in hand, and find one behind many others", arguments: 0...1)
  func prefetch(replays: Int) async throws {
    let action: Unparking.Action = replays == 1 ? .replay : .discard
    let broker = try await BoardBroker()
    let messages = (1...350).map { Families.enrolment($0).message() }
    try await broker.park(messages, "school.unknown")
    for message in [messages[0], messages[349]] {
      let waiting = try await broker.count(parked)
      let inHand = Mutex(0)
      let unparking = Unparking(
        action, try ParkedFilter(ids: [try #require(message.id)], queue: QueueName.intake),
        broker: try RabbitBroker(urls: broker.url, connectionName: "test"), admin: broker.admin, person: "aa",
        because: "a test", notes: nil,
        receipts: { _ in
          let ready = try await broker.count(parked)
          inHand.withLock { $0 = waiting - ready }
        })
      let progress = try await unparking.run()
      #expect(progress.unparked == 1 && progress.missed == 0)
      let most = action == .replay ? 16 : 100
      if message.id == messages[0].id { #expect(inHand.withLock { $0 } <= most, "the rest stays in the broker") }
      #expect(try await broker.holds(waiting - 1, in: parked))
    }
    #expect(try await broker.count(QueueName.intake) == (replays == 1 ? 2 : 0))
  }
}
