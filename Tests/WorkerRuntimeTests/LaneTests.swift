import Foundation
import Logging
import QueueContracts
import Synchronization
import Testing
import WorkerTesting

@testable import WorkerRuntime

@Suite("The lane", .timeLimit(.minutes(1)))
struct LaneTests {
  let broker = MemoryBroker()
  let store = CountingStore()
  let health = Health()
  let crashes = MemoryCrashLog()

  /// Queues `work`, its parked and retry queues, and `out` for what is echoed.
  init() async throws {
    let names = ["work", "work.parked", "work.retry.1", "out"]
    try await broker.apply(
      Topology(
        exchanges: [
          ExchangeDefinition(name: ExchangeName.admission, kind: .topic),
          ExchangeDefinition(name: ExchangeName.aside, kind: .direct),
        ],
        queues: names.map { QueueDefinition(name: $0, arguments: [:]) },
        bindings: names.map { BindingDefinition(exchange: ExchangeName.aside, queue: $0, key: $0) } + [
          BindingDefinition(exchange: ExchangeName.admission, queue: "out", key: "echoed")
        ]))
  }

  private func send(_ texts: String..., type: String = "echo.v1", id: String? = nil) async throws {
    for text in texts {
      let message = BrokerMessage(
        id: id ?? UUID().uuidString, type: type, headers: ["traceparent": .text("00-trace"), "x-other": .integer(1)],
        body: WireCodec.encode([text]))
      try await broker.publisher().publish([
        Publication(exchange: ExchangeName.aside, routingKey: "work", message: message)
      ])
    }
  }

  /// Handles what is in the queue, then drains.
  private func run(
    _ worker: EchoWorker = EchoWorker(), handlerSeconds: Double = 5, publisher: (any Publisher)? = nil,
    events: (any DeliveryLog)? = nil
  ) async throws {
    let consumer = try await broker.consumer(queue: "work", prefetch: 100)
    let lane = Lane(
      worker: worker, store: store, consumer: consumer, publisher: publisher ?? ReconnectingPublisher(broker) { _ in },
      settings: LaneSettings(
        handlerSeconds: handlerSeconds, retries: RetryLadder(stepSeconds: [1], totalSeconds: 2),
        now: { Timestamp(milliseconds: 1_000_000) }),
      journal: LaneJournal(lane: 0, health: health, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }),
      poison: PoisonGuard(worker: "echo", log: crashes, crashLimit: 2, turn: AsyncSemaphore(1)), events: events)
    try await consumer.cancel()
    try await lane.run()
    await consumer.close()
  }

  /// As the broker does when the wait is over.
  private func returnFromRetry() async throws {
    let consumer = try await broker.consumer(queue: "work.retry.1", prefetch: 100)
    let waiting = try await consumer.nextBatch(limit: 100) ?? []
    try await broker.publisher().publish(
      waiting.map { Publication(exchange: ExchangeName.aside, routingKey: "work", message: $0.message) })
    try await consumer.acknowledge(waiting.map(\.tag))
    await consumer.close()
  }

  @Test("A batch is one transaction, and its outputs are named after their inputs")
  func batch() async throws {
    let id = try #require(MessageID("8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11"))
    try await send("a", id: id.description)
    try await send("b", "c")
    try await run()
    #expect(store.state.withLock { $0.effects } == ["a": 1, "b": 1, "c": 1])
    #expect(store.state.withLock { $0.transactions.map(\.count) } == [3])
    let outputs = await broker.messages(in: "out")
    #expect(outputs.count == 6)
    #expect(outputs.prefix(2).map(\.id) == (0...1).map { id.output(routingKey: "echoed", number: $0).description })
    #expect(outputs.allSatisfy { $0.headers == ["traceparent": .text("00-trace")] && $0.appId == "echo" })
    #expect(await broker.messages(in: "work").isEmpty)
  }

  @Test("A message that comes again has no second effect, and the same outputs go out")
  func again() async throws {
    let id = UUID().uuidString
    try await send("a", id: id)
    try await run()
    try await send("a", id: id.lowercased())
    try await send("another body", id: id)
    try await run()
    #expect(store.state.withLock { $0.effects } == ["a": 1])
    let outputs = await broker.messages(in: "out")
    #expect(outputs.count == 6)
    #expect(Set(outputs.map(\.body)).count == 1)
    #expect(Set(outputs.compactMap(\.id)).count == 2)
  }

  @Test("What is parked keeps its body and headers, says why, and costs its neighbours nothing")
  func parking() async throws {
    try await send("a", "park", "b")
    try await send("c", type: "unknown.v1")
    try await run()
    let parked = await broker.messages(in: "work.parked")
    #expect(parked.map(\.body) == [["park"], ["c"]].map { WireCodec.encode($0) })
    #expect(
      parked.map { $0.headers[HeaderName.parkedReason] } == [.text("school.unknown"), .text("message.unknownType")])
    #expect(
      parked.allSatisfy { $0.headers["x-other"] == .integer(1) && $0.headers[HeaderName.parkedBy] == .text("echo") })
    #expect(parked.first?.headers[HeaderName.parkedDetail] == .text("no such school"))
    #expect(parked.first?.headers[HeaderName.parkedAt] == .text("1970-01-01T05:16:40+05:00"))
    #expect(store.state.withLock { $0.effects } == ["a": 1, "b": 1])
  }

  @Test("What is recorded is handed over before it is acknowledged; a sink that is away is waited for, a refusal parks")
  func handingOver() async throws {
    let ids = (0..<5).map { _ in MessageID(uuid: UUID()) }
    let sink = CountingSink(refusing: ids[1], failingAt: ids[3])
    for (index, text) in ["a", "refused", "park", "late", "b"].enumerated() {
      try await send(text, id: ids[index].description)
    }
    try await run(EchoWorker(sink: sink))
    // What had arrived before the sink was away is not handed over again; what is parked never is.
    #expect(sink.handedOver.withLock { $0 } == [ids[0]: 1, ids[1]: 1, ids[3]: 2, ids[4]: 1])
    let parked = await broker.messages(in: "work.parked")
    #expect(
      Set(parked.map { "\($0.id ?? "")" }) == [ids[1].description, ids[2].description])
    #expect(parked.contains { $0.headers[HeaderName.parkedReason] == .text("portal.rejected") })
    #expect(await broker.messages(in: "out").count == 6)
    #expect(await broker.messages(in: "work").isEmpty)
    // A message that comes again is handed over again.
    try await send("a", id: ids[0].description)
    try await run(EchoWorker(sink: sink))
    #expect(sink.handedOver.withLock { $0[ids[0]] } == 2)
  }

  @Test("What waits or is parked is noted with why, once it is settled; a store that cannot note it holds nothing up")
  func noting() async throws {
    let (id, application) = (MessageID(uuid: UUID()), ApplicationID(uuid: UUID()))
    func send(_ text: String) async throws {
      let message = BrokerMessage(
        id: id.description, type: "echo.v1", correlationId: application.description, body: WireCodec.encode([text]))
      try await broker.publisher().publish([
        Publication(exchange: ExchangeName.aside, routingKey: "work", message: message)
      ])
    }
    let log = DeliveryLogDouble()
    try await send("retry")
    try await send("park")
    // Nobody could ask for what names no application.
    try await self.send("park", "a")
    try await run(events: log)
    let time = Timestamp(milliseconds: 1_000_000)
    #expect(
      log.noted.withLock { $0 } == [
        DeliveryEvent(
          .retried, message: id, application: application, worker: "echo", reason: "not now", time: time,
          returnsAt: time.adding(seconds: 1)),
        DeliveryEvent(
          .parked, message: id, application: application, worker: "echo", reason: "school.unknown",
          detail: "no such school", time: time),
      ])
    log.isDown.withLock { $0 = true }
    try await send("park")
    try await run(events: log)
    #expect(await broker.messages(in: "work").isEmpty)
    #expect(await broker.messages(in: "work.parked").count == 3)
  }

  @Test("A message that cannot be judged now waits, counts its attempts, and is parked when they are spent")
  func retrying() async throws {
    try await send("retry")
    for attempt in 1...2 {
      try await run()
      let waiting = await broker.messages(in: "work.retry.1")
      #expect(waiting.map { $0.headers[HeaderName.attempt] } == [.integer(Int64(attempt))])
      try await returnFromRetry()
    }
    try await run()
    let parked = await broker.messages(in: "work.parked")
    #expect(parked.map { $0.headers[HeaderName.parkedReason] } == [.text("application.unknown")])
    #expect(parked.first?.headers[HeaderName.attempt] == .integer(2))
  }

  @Test("A fault of one message is that message's alone")
  func fault() async throws {
    try await send("a", "throw", "b")
    try await run()
    #expect(store.state.withLock { $0.effects } == ["a": 1, "b": 1])
    #expect(await broker.messages(in: "work.retry.1").count == 1)
  }

  @Test("A message that is judged for too long is retried, its neighbours are not")
  func deadline() async throws {
    try await send("a", "slow", "b")
    var worker = EchoWorker()
    worker.judge = { if $0 == "slow" { try await Task.sleep(for: .seconds(30)) } }
    try await run(worker, handlerSeconds: 0.1)
    #expect(store.state.withLock { $0.effects } == ["a": 1, "b": 1])
    #expect(await broker.messages(in: "work.retry.1").count == 1)
  }

  @Test("A batch that the store refuses is halved until the culprit is alone; that one is retried")
  func refused() async throws {
    store.state.withLock { $0.failure = { $0.contains("bad") ? .rejected("constraint") : nil } }
    try await send("a", "b", "bad", "c", "d")
    try await run()
    #expect(store.state.withLock { $0.effects } == ["a": 1, "b": 1, "c": 1, "d": 1])
    let waiting = await broker.messages(in: "work.retry.1")
    #expect(waiting.map(\.body) == [WireCodec.encode(["bad"])])
  }

  @Test("While the store is down the deliveries stay in hand, the lane is not ready, and no attempt is spent")
  func outage() async throws {
    let tries = Atomic<Int>(0)
    let seen = Mutex<[String]>([])
    store.state.withLock {
      $0.failure = { [health] _ in
        seen.withLock { $0.append(health.report) }
        return tries.add(1, ordering: .relaxed).newValue < 4 ? .unavailable("no disk") : nil
      }
    }
    try await send("a", "b")
    try await run()
    #expect(store.state.withLock { $0.effects } == ["a": 1, "b": 1])
    #expect(seen.withLock { $0.last } == "lane 0: paused, store is down\n")
    #expect(await broker.messages(in: "work.retry.1").isEmpty)
  }

  @Test("What the next queue refuses goes out again, and costs its input neither the effect nor a delivery")
  func notConfirmed() async throws {
    try await send("a")
    await broker.refuseNext(3)
    try await run()
    #expect(store.state.withLock { $0.effects } == ["a": 1])
    #expect(store.state.withLock { $0.transactions.count } == 1)
    #expect(Set(await broker.messages(in: "out").compactMap(\.id)).count == 2)
    #expect(await broker.messages(in: "work").isEmpty)
  }

  @Test("An output that cannot be confirmed leaves its input unacknowledged, and the next lane sends the same")
  func brokerGone() async throws {
    try await send("a")
    await #expect(throws: BrokerError.self) { try await run(publisher: FailingPublisher(code: .closed)) }
    await broker.loseConnections()
    #expect(await broker.messages(in: "work").count == 1)
    try await run()
    #expect(store.state.withLock { $0.effects } == ["a": 1])
    #expect(Set(await broker.messages(in: "out").compactMap(\.id)).count == 2)
  }

  @Test(
    "What can never be sent is parked with what a worker reads of it, and its neighbours go on",
    arguments: [
      ("park", "school.unknown"), ("retry", "attempts.spent"), ("a", "attempts.spent"),
    ])
  func unsendable(text: String, code: String) async throws {
    let long = String(repeating: "x", count: 300)
    try await send("b", "c")
    try await broker.publisher().publish([
      Publication(
        exchange: ExchangeName.aside, routingKey: "work",
        message: BrokerMessage(
          id: UUID().uuidString, type: "echo.v1", correlationId: long, headers: ["traceparent": .text(long)],
          body: WireCodec.encode([text])))
    ])
    let refusing: @Sendable (BrokerMessage) -> Bool = {
      // The copy, and what follows from the message "a".
      $0.correlationId == long || String(decoding: $0.body, as: UTF8.self).contains(#""applicantIin":"a""#)
    }
    try await run(publisher: FailingPublisher(inner: await broker.publisher(), refusing: refusing))
    #expect(await broker.messages(in: "out").count == 4)
    let aside = await broker.messages(in: "work.parked") + broker.messages(in: "work.retry.1")
    #expect(aside.map(\.body) == [WireCodec.encode([text])])
    #expect(aside.first?.correlationId == nil)
    if text == "retry" {
      #expect(aside.first?.headers == [HeaderName.attempt: .integer(1)])
    } else {
      #expect(aside.first?.headers[HeaderName.parkedReason] == .text(code))
    }
    #expect(await broker.messages(in: "work").isEmpty)
  }

  /// What a process that dies leaves behind: the delivery in hand with its note, everything else returned and counted.
  private func crash(on text: String) async throws {
    let consumer = try await broker.consumer(queue: "work", prefetch: 100)
    while let delivery = try await consumer.nextBatch(limit: 1)?.first {
      if delivery.message.body == WireCodec.encode([text]) {
        _ = await crashes.noteBeginning(of: [delivery.message.crashLogName], worker: "echo", alone: true)
        break
      }
    }
    await consumer.close()
  }

  @Test("A message that the process died of again and again is parked unread, and its neighbours are handled")
  func poison() async throws {
    try await send("a", "poison", "b")
    for _ in 1...2 { try await crash(on: "poison") }
    var worker = EchoWorker()
    worker.judge = { text in #expect(text != "poison", "it is not judged again") }
    try await run(worker)
    #expect(store.state.withLock { $0.effects } == ["a": 1, "b": 1])
    let parked = await broker.messages(in: "work.parked")
    #expect(parked.map { $0.headers[HeaderName.parkedReason] } == [.text("delivery.poison")])
    #expect(parked.first?.body == WireCodec.encode(["poison"]))
    #expect(await crashes.open.isEmpty)
  }

  @Test("One crash blames nobody yet: the suspects are handled alone, and forgotten when they end well")
  func suspects() async throws {
    try await send("a", "b", "c")
    try await crash(on: "b")
    try await run()
    #expect(store.state.withLock { $0.effects } == ["a": 1, "b": 1, "c": 1])
    #expect(store.state.withLock { $0.transactions.map(\.count).max() } == 1)
    #expect(await broker.messages(in: "work.parked").isEmpty)
    #expect(await crashes.open.isEmpty)
  }

  @Test("A lane that only lost its broker accuses nobody")
  func brokerLost() async throws {
    try await send("a")
    try await crash(on: "a")
    await #expect(throws: BrokerError.self) { try await run(publisher: FailingPublisher(code: .closed)) }
    #expect(await crashes.open.isEmpty)
  }

  @Test("Nor does a lane that lost its broker while the store was down: the crash note goes when the store is back")
  func brokerAndStoreLost() async throws {
    try await send("a")
    try await crash(on: "a")
    await crashes.failNextEnds(2)
    await #expect(throws: BrokerError.self) { try await run(publisher: FailingPublisher(code: .closed)) }
    #expect(await crashes.open.isEmpty)
  }
}
