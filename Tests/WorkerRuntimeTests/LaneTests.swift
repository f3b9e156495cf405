import Foundation
import QueueContracts
import Synchronization
import Testing
import WorkerTesting

@testable import WorkerRuntime

@Suite("The lane", .timeLimit(.minutes(1)))
struct LaneTests {
  let stage: LaneStage

  init() async throws { stage = try await LaneStage() }

  @Test("A batch is one transaction, and the ids of its outputs are derived from the ids of its messages")
  func batch() async throws {
    let id = try #require(MessageID("8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11"))
    try await stage.send("a", id: id.description)
    try await stage.send("b", "c")
    try await stage.run()
    #expect(stage.store.effects == ["a": 1, "b": 1, "c": 1])
    #expect(stage.store.state.withLock { $0.transactions.count } == 1)
    let outputs = await stage.broker.messages(in: "out")
    #expect(outputs.count == 6)
    #expect(outputs.prefix(2).map(\.id) == (0...1).map { id.output(routingKey: "echoed", number: $0).description })
    #expect(outputs.allSatisfy { $0.headers == ["traceparent": .text("00-trace")] && $0.appId == "echo" })
    #expect(await stage.bodies(in: "work").isEmpty)
  }

  @Test("A message that comes again has no second effect, and the same outputs go out")
  func again() async throws {
    let id = UUID().uuidString
    try await stage.send("a", id: id)
    try await stage.run()
    try await stage.send("a", id: id.lowercased())
    try await stage.send("another body", id: id)
    try await stage.run()
    #expect(stage.store.effects == ["a": 1])
    let outputs = await stage.broker.messages(in: "out")
    #expect(outputs.count == 6)
    #expect(Set(outputs.map(\.body)).count == 1)
    #expect(Set(outputs.compactMap(\.id)).count == 2)
  }

  @Test("A parked message keeps its body and headers, states the reason, and affects no other message")
  func parking() async throws {
    try await stage.send("a", "park", "b")
    try await stage.send("c", type: "unknown.v1")
    try await stage.run()
    let parked = await stage.broker.messages(in: "work.parked")
    #expect(await stage.bodies(in: "work.parked") == ["park", "c"])
    #expect(await stage.reasons(in: "work.parked") == [.text("school.unknown"), .text("message.unknownType")])
    #expect(
      parked.allSatisfy { $0.headers["x-other"] == .integer(1) && $0.headers[HeaderName.parkedBy] == .text("echo") })
    #expect(parked.first?.headers[HeaderName.parkedDetail] == .text("no such school"))
    #expect(parked.first?.headers[HeaderName.parkedAt] == .text("1970-01-01T05:16:40+05:00"))
    #expect(stage.store.effects == ["a": 1, "b": 1])
  }

  @Test(
    "A committed message is forwarded to the sink; it waits if the sink is down, and is parked if the sink refuses it")
  func forwarding() async throws {
    let ids = (0..<5).map { _ in MessageID(uuid: UUID()) }
    let sink = CountingSink(refusing: ids[1], failingAt: ids[3])
    for (index, text) in ["a", "refused", "park", "late", "b"].enumerated() {
      try await stage.send(text, id: ids[index].description)
    }
    try await stage.run(ScriptedWorker(sink: sink))
    // Messages that were forwarded before the outage are not forwarded again, and a message that `judge` parks is never
    // forwarded.
    #expect(sink.forwarded.withLock { $0 } == [ids[0]: 1, ids[1]: 1, ids[3]: 2, ids[4]: 1])
    let parked = await stage.broker.messages(in: "work.parked")
    #expect(Set(parked.map { "\($0.id ?? "")" }) == [ids[1].description, ids[2].description])
    #expect(parked.contains { $0.headers[HeaderName.parkedReason] == .text("portal.rejected") })
    #expect(await stage.broker.messages(in: "out").count == 6)
    #expect(await stage.bodies(in: "work").isEmpty)
    // A message that comes again is forwarded once more. This does no harm, because a sink is idempotent.
    try await stage.send("a", id: ids[0].description)
    try await stage.run(ScriptedWorker(sink: sink))
    #expect(sink.forwarded.withLock { $0[ids[0]] } == 2)
  }

  @Test("The store notes each retry and each parking with its reason; a note that cannot be written delays no message")
  func noting() async throws {
    let id = MessageID(uuid: UUID())
    let application = ApplicationID(uuid: UUID())
    func send(_ text: String) async throws {
      try await stage.send(
        BrokerMessage(
          id: id.description, type: "echo.v1", correlationId: application.description, body: WireCodec.encode([text])))
    }
    try await send("retry")
    try await send("park")
    // A message without an application id gets no note, because notes are looked up by the application's id.
    try await stage.send("park", "a")
    try await stage.run()
    let time = Timestamp(milliseconds: 1_000_000)
    #expect(
      stage.store.state.withLock { $0.events } == [
        DeliveryEvent(
          .retried, message: id, application: application, worker: "echo", reason: "not now", time: time,
          returnsAt: time.adding(seconds: 1)),
        DeliveryEvent(
          .parked, message: id, application: application, worker: "echo", reason: "school.unknown",
          detail: "no such school", time: time),
      ])
    stage.store.state.withLock { $0.isDeliveryLogDown = true }
    try await send("park")
    try await stage.run()
    #expect(await stage.bodies(in: "work").isEmpty)
    #expect(await stage.bodies(in: "work.parked").count == 3)
  }

  @Test("A message that cannot be judged now waits, counts its attempts, and is parked when they are spent")
  func retrying() async throws {
    try await stage.send("retry")
    for attempt in 1...2 {
      try await stage.run()
      let waiting = await stage.broker.messages(in: "work.retry.1")
      #expect(waiting.map { $0.headers[HeaderName.attempt] } == [.integer(Int64(attempt))])
      try await stage.returnFromRetry()
    }
    try await stage.run()
    #expect(await stage.reasons(in: "work.parked") == [.text("application.unknown")])
    #expect(await stage.broker.messages(in: "work.parked").first?.headers[HeaderName.attempt] == .integer(2))
  }

  @Test("A message that has to wait publishes its outputs again if its first delivery comes again, but not at a retry")
  func saidWhileWaiting() async throws {
    let id = MessageID(uuid: UUID())
    try await stage.send("retry, said", id: id.description)
    try await stage.run(
      publisher: FailingPublisher(.refused, try await stage.broker.publisher()) { _, times in times < 2 })
    let said = await stage.broker.messages(in: "out")
    #expect(said.map(\.id) == [id.derived("said").description])
    // The delivery comes once more, because its acknowledgement did not arrive.
    try await stage.send("retry, said", id: id.description)
    try await stage.run()
    #expect(await stage.broker.messages(in: "out") == said + said)
    try await stage.returnFromRetry()
    try await stage.run()
    #expect(await stage.broker.messages(in: "out").count == 2, "a retry publishes nothing new")
    #expect(stage.store.effects == ["retry, said": 1])
  }

  @Test(
    "If a process is lost before the outputs of a waiting message are confirmed, they go out with the answer",
    arguments: [true, false])
  func saidBeforeTheAnswer(publishesWhileWaiting: Bool) async throws {
    let id = MessageID(uuid: UUID())
    let looks = Atomic(0)
    let worker = ScriptedWorker(
      judge: { _ in
        guard looks.add(1, ordering: .relaxed).oldValue > 0 else {
          throw Deferred(.retry(reason: "not now", orPark: .attemptsSpent))
        }
      }, publishesWhileWaiting: publishesWhileWaiting)
    try await stage.send("later", id: id.description)
    await #expect(throws: BrokerError.self) {
      try await stage.run(
        worker, publisher: FailingPublisher(.closed, try await stage.broker.publisher()))
    }
    #expect(stage.store.effects == ["later, said": 1])
    try await stage.run(worker)
    let said = await stage.broker.messages(in: "out")
    #expect(said.first?.id == id.derived("said").description && said.count == 3)
    #expect(stage.store.effects == ["later, said": 1, "later": 1])
    #expect(await stage.broker.messages(in: "work.retry.1").isEmpty)
  }

  @Test("If `decide` makes a message wait and a process is lost before the confirm, the outputs still go out once")
  func saidByDeciding() async throws {
    let id = MessageID(uuid: UUID())
    let worker = ScriptedWorker(publishesWhileWaiting: true)
    try await stage.send("decided, said", id: id.description)
    await #expect(throws: BrokerError.self) {
      try await stage.run(worker, publisher: FailingPublisher(.closed, try await stage.broker.publisher()))
    }
    try await stage.run(worker)
    #expect(await stage.broker.messages(in: "out").map(\.id) == [id.derived("said").description])
    try await stage.returnFromRetry()
    try await stage.run(worker)
    #expect(await stage.broker.messages(in: "out").count == 1, "a retry publishes nothing new")
  }

  @Test("If the judging of one message throws, only that message is retried")
  func fault() async throws {
    try await stage.send("a", "throw", "b")
    try await stage.run()
    #expect(stage.store.effects == ["a": 1, "b": 1])
    #expect(await stage.bodies(in: "work.retry.1") == ["throw"])
  }

  @Test("A message whose judging takes too long is retried, and the other messages of its batch are answered")
  func deadline() async throws {
    var stage = stage
    stage.settings.handlerSeconds = 0.1
    try await stage.send("a", "slow", "b")
    try await stage.run(ScriptedWorker(judge: { if $0 == "slow" { try await Task.sleep(for: .seconds(30)) } }))
    #expect(stage.store.effects == ["a": 1, "b": 1])
    #expect(await stage.bodies(in: "work.retry.1") == ["slow"])
  }

  @Test("A batch that the store refuses is halved until the refused message is alone, and that message is retried")
  func refused() async throws {
    stage.store.state.withLock { $0.failure = { $0.contains("bad") ? .rejected("constraint") : nil } }
    try await stage.send("a", "b", "bad", "c", "d")
    try await stage.run()
    #expect(stage.store.effects == ["a": 1, "b": 1, "c": 1, "d": 1])
    #expect(await stage.bodies(in: "work.retry.1") == ["bad"])
  }

  @Test("A message whose outputs are not confirmed stays unacknowledged, and the next lane sends the same outputs")
  func brokerGone() async throws {
    try await stage.send("a")
    await #expect(throws: BrokerError.self) {
      try await stage.run(publisher: FailingPublisher(.closed, try await stage.broker.publisher()))
    }
    #expect(await stage.bodies(in: "work") == ["a"])
    try await stage.run()
    #expect(stage.store.effects == ["a": 1])
    #expect(Set(await stage.broker.messages(in: "out").compactMap(\.id)).count == 2)
  }

  /// A publisher that loses the results of what it was given.
  private struct ForgetfulPublisher: Publisher {
    func publishEach(_ publications: [Publication]) async -> [BrokerError?] { [] }
    func close() async {}
  }

  @Test("A publication without a result does not count as confirmed, and its message stays unacknowledged")
  func noResults() async throws {
    try await stage.send("a", "park")
    await #expect(throws: BrokerError.self) { try await stage.run(publisher: ForgetfulPublisher()) }
    #expect(await stage.bodies(in: "work") == ["a", "park"])
  }

  @Test("A misrouted message is parked even if a message with its id was handled before")
  func misroutedAgain() async throws {
    let id = UUID().uuidString
    try await stage.send("a", id: id)
    try await stage.run()
    let misrouted = BrokerMessage(id: id, type: "echo.v1", body: WireCodec.encode(["b"]))
    try await stage.send(misrouted, by: LaneStage.otherQueue)
    try await stage.run()
    #expect(await stage.bodies(in: "work.parked") == ["b"])
    #expect(await stage.reasons(in: "work.parked") == [.text("message.misrouted")])
    #expect(stage.store.effects == ["a": 1])
    #expect(await stage.broker.messages(in: "out").count == 2)
  }

  @Test(
    "If the copy or an output of a message can never be sent, a reduced copy of the message is parked or waits",
    arguments: [("park", "school.unknown"), ("retry", "attempts.spent"), ("a", "attempts.spent")])
  func unsendable(text: String, code: String) async throws {
    let long = String(repeating: "x", count: 300)
    try await stage.send("b", "c")
    try await stage.send(
      BrokerMessage(
        id: UUID().uuidString, type: "echo.v1", correlationId: long, headers: ["traceparent": .text(long)],
        body: WireCodec.encode([text])))
    // The publisher refuses the copy of the message itself, and the outputs of the message "a".
    let publisher = FailingPublisher(.unsendable, try await stage.broker.publisher()) { publication, _ in
      publication.message.correlationId == long
        || String(decoding: publication.message.body, as: UTF8.self).contains(#""applicantIin":"a""#)
    }
    try await stage.run(publisher: publisher)
    #expect(await stage.broker.messages(in: "out").count == 4)
    let aside = await stage.broker.messages(in: "work.parked") + stage.broker.messages(in: "work.retry.1")
    #expect(aside.map(\.body) == [WireCodec.encode([text])])
    #expect(aside.first?.correlationId == nil)
    if text == "retry" {
      #expect(aside.first?.headers == [HeaderName.attempt: .integer(1)])
    } else {
      #expect(aside.first?.headers[HeaderName.parkedReason] == .text(code))
    }
    #expect(await stage.bodies(in: "work").isEmpty)
  }

  @Test("If not even a reduced copy of a message can be sent, the broker parks the message")
  func unsendableTwice() async throws {
    try await stage.send("park", "a")
    let publisher = FailingPublisher(.unsendable, try await stage.broker.publisher()) { publication, _ in
      publication.message.body == WireCodec.encode(["park"])
    }
    try await stage.run(publisher: publisher)
    #expect(stage.store.effects == ["a": 1])
    #expect(await stage.bodies(in: "work").isEmpty)
    #expect(await stage.bodies(in: "work.parked") == ["park"])
  }
}
