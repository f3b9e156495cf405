import Foundation
import QueueContracts
import Testing
import WorkerTesting

@testable import WorkerRuntime

@Suite("The quota of parked messages", .timeLimit(.minutes(1)))
struct ParkedQuotaTests {
  private static let portal = SenderName(routingKey: "application.submitted")
  private static let ladder = RetryLadder(stepSeconds: [1], totalSeconds: 2)

  @Test(
    "A sender is known by the routing keys that it may use, and each school is a sender of its own",
    arguments: [
      ("application.submitted", "portal"), ("application.withdrawn", "portal"),
      ("school.decided.enrolment", "hub"), ("school.decided.transfer.950341000052", "school 950341000052"),
      ("school.decided.enrolment.950341000053", "unknown"), ("transfer.requested", "intake"),
      ("processing.updated", "intake, transfer"), ("application", "unknown"), ("", "unknown"), (nil, "unknown"),
    ] as [(String?, String)])
  func senders(key: String?, name: String) {
    #expect(SenderName(routingKey: key).description == name)
  }

  @Test("A sender's limit of parked messages counts the last hour, and only this sender's messages")
  func policy() {
    let (quota, start) = (ParkedQuota(hourlyLimit: 2), ContinuousClock.now)
    func consume(_ second: Int, _ sender: SenderName = Self.portal) -> Bool {
      quota.consume(sender, at: start + .seconds(second))
    }
    #expect([0, 10, 20].map { consume($0) } == [true, true, false])
    #expect(consume(20, SenderName(routingKey: "school.decided.enrolment")))
    #expect([3599, 3600, 3601, 3610, 3611].map { consume($0) } == [false, true, false, true, false])
    let none = ParkedQuota(hourlyLimit: 0)
    #expect((1...100).allSatisfy { _ in none.consume(Self.portal, at: start) })
  }

  /// A delivery, the reason why it would be parked, and whether it may wait instead.
  struct Case: Sendable {
    var exchange = ExchangeName.aside
    var key = "work"
    var code = ParkingCode.messageUndecodable
    var attempt: Int64 = 0
    var omitted: UInt64?
    let waits: Bool
  }

  static let cases = [
    Case(exchange: ExchangeName.admission, key: "application.submitted", waits: true),
    // An `x-attempt` that the sender wrote is ignored.
    Case(exchange: ExchangeName.admission, key: "application.submitted", attempt: .max, waits: true),
    Case(exchange: ExchangeName.admission, key: "application.submitted", code: .messageMisrouted, waits: true),
    Case(attempt: 1, waits: true),
    Case(attempt: 2, waits: false),
    Case(code: .deliveryPoison, waits: false),
    Case(omitted: 100_000_000, waits: false),
    // If a copy of this message waited, it would come back as if a worker had accepted the message.
    Case(key: "work.retry.1", code: .messageMisrouted, waits: false),
    Case(exchange: "", code: .messageMisrouted, waits: false),
  ]

  @Test("A message over the limit waits if it may be copied and has a wait left, else it is parked", arguments: cases)
  func waiting(example: Case) {
    let message = BrokerMessage(type: "echo.v1", headers: [HeaderName.attempt: .integer(example.attempt)])
    let delivery = Delivery(
      tag: DeliveryTag(1), exchange: example.exchange, routingKey: example.key, redelivered: false, deliveryCount: 0,
      omittedBodyBytes: example.omitted, message: message)
    let outcome = Outcome.park(example.code, detail: "form.child.birthDate")
    let item = Committed(
      delivery: delivery, id: nil, outcome: outcome, recordedAt: Timestamp(milliseconds: 0), isNew: true)
    let quota = ParkedQuota(hourlyLimit: 1)
    func limited() -> Outcome { quota.limiting(item, of: "work", by: Self.ladder, at: .now).outcome }
    #expect(limited() == outcome)
    #expect(limited() == (example.waits ? .retry(reason: Quota.parked.reason, orPark: example.code) : outcome))
  }

  @Test("A copy that goes back into the queue leaves out an `x-attempt` that the sender wrote")
  func copiedBack() {
    let planner = Planner(worker: "echo", queue: "work", retries: Self.ladder)
    func count(_ exchange: String) -> HeaderValue? {
      let message = BrokerMessage(type: "echo.v1", headers: [HeaderName.attempt: .integer(2)])
      let delivery = Delivery(
        tag: DeliveryTag(1), exchange: exchange, routingKey: "work", redelivered: false, deliveryCount: 0,
        message: message)
      return planner.copyBack(delivery).publications.first?.message.headers[HeaderName.attempt]
    }
    #expect(count(ExchangeName.admission) == nil)
    #expect(count(ExchangeName.aside) == .integer(2))
  }

  @Test("A message over the limit waits and is then parked with its own reason; other messages are not delayed")
  func lane() async throws {
    var stage = try await LaneStage()
    stage.parkedQuota = ParkedQuota(hourlyLimit: 1)
    func send(_ text: String, by key: String) async throws {
      try await stage.send(
        BrokerMessage(
          id: UUID().uuidString, type: "echo.v1", headers: [HeaderName.routingKey: .text(key)],
          body: WireCodec.encode([text])))
    }
    func parked() async -> [String] {
      await stage.broker.messages(in: "work.parked").map { message in
        if case .text(let key) = message.headers[HeaderName.routingKey] { key } else { "?" }
      }
    }
    for text in ["park", "a", "park", "park"] { try await send(text, by: "application.submitted") }
    for _ in 1...2 { try await send("park", by: "school.decided.enrolment.950341000052") }
    try await send("park", by: "school.decided.enrolment.961141000023")
    try await stage.run()
    #expect(stage.store.effects == ["a": 1])
    #expect(
      await parked() == [
        "application.submitted", "school.decided.enrolment.950341000052", "school.decided.enrolment.961141000023",
      ])
    #expect(await stage.bodies(in: "work.retry.1") == ["park", "park", "park"])

    for _ in 1...2 {
      try await stage.returnFromRetry()
      try await stage.run()
    }
    #expect(await stage.bodies(in: "work.retry.1").isEmpty)
    #expect(await parked().count == 6)
    for message in await stage.broker.messages(in: "work.parked") {
      #expect(message.headers[HeaderName.parkedReason] == .text("school.unknown"))
      #expect(message.headers[HeaderName.parkedDetail] == .text("no such school"))
    }
  }
}
