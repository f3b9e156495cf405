import Foundation
import QueueContracts
import Synchronization
import Testing
import WorkerTesting

@testable import WorkerRuntime

@Suite("The lane in an outage", .timeLimit(.minutes(1)))
struct LaneOutageTests {
  let stage: LaneStage

  init() async throws { stage = try await LaneStage() }

  @Test("While the store is down, the lane is not ready and keeps its deliveries in hand without spending an attempt")
  func outage() async throws {
    let tries = Atomic<Int>(0)
    let seen = Mutex<[String]>([])
    stage.store.state.withLock {
      $0.failure = { [health = stage.health] _ in
        seen.withLock { $0.append(health.report) }
        return tries.add(1, ordering: .relaxed).newValue < 4 ? .unavailable("no disk") : nil
      }
    }
    try await stage.send("a", "b")
    try await stage.run()
    #expect(stage.store.effects == ["a": 1, "b": 1])
    #expect(seen.withLock { $0.last } == "lane 0: paused, store is down\n")
    #expect(await stage.bodies(in: "work.retry.1").isEmpty)
  }

  @Test("A judged message is not judged again while the store is down")
  func judgedOnce() async throws {
    let tries = Atomic<Int>(0)
    let judged = Mutex<[String]>([])
    stage.store.state.withLock {
      $0.failure = { _ in tries.add(1, ordering: .relaxed).newValue < 4 ? .unavailable("no disk") : nil }
    }
    try await stage.send("a", "b")
    try await stage.run(ScriptedWorker(judge: { text in judged.withLock { $0.append(text) } }))
    #expect(judged.withLock { $0.sorted() } == ["a", "b"])
  }

  @Test("A message that cannot be judged waits alone, and the other messages of its batch are answered")
  func heldUp() async throws {
    try await stage.send("a", "403", "b")
    try await stage.run(
      ScriptedWorker(judge: { if $0 == "403" { throw MessageHeldUp("document store", detail: "status 403") } }))
    #expect(stage.store.effects == ["a": 1, "b": 1])
    #expect(await stage.bodies(in: "work.retry.1") == ["403"])
    #expect(await stage.broker.messages(in: "work.retry.1").first?.headers[HeaderName.attempt] == .integer(1))
  }

  @Test("While a service is down, messages that do not need it are answered, and no message spends an attempt")
  func progress() async throws {
    let down = Atomic<Int>(0)
    let answered = Mutex<[Int]>([])
    try await stage.send("a", "needs it", "held up by it", "b")
    try await stage.run(
      ScriptedWorker(judge: { [store = stage.store] text in
        switch text {
        case "needs it":
          guard down.add(1, ordering: .relaxed).newValue < 4 else { return }
          answered.withLock { $0.append(store.effects.count) }
          throw EnvironmentDown("document store", detail: "no answer")
        case "held up by it" where down.load(ordering: .relaxed) < 3:
          throw MessageHeldUp("document store", detail: "status 500")
        default: break
        }
      }))
    #expect(answered.withLock { $0 } == [0, 2, 2])
    #expect(stage.store.effects.count == 4)
    #expect(await stage.bodies(in: "work.retry.1").isEmpty)
  }

  @Test("After a lasting outage, copies of all deliveries go back into the queue, and no delivery loses an attempt")
  func givenBack() async throws {
    var stage = stage
    stage.settings.holdSeconds = 0
    try await stage.send("a", "b")
    try await stage.send("c", type: "unknown.v1")
    let worker = ScriptedWorker(judge: { _ in throw EnvironmentDown("document store", detail: "no answer") })
    for _ in 1...30 { await #expect(throws: GaveBack.self) { try await stage.run(worker) } }
    #expect(await stage.bodies(in: "work") == ["a", "b"])
    #expect(await stage.broker.messages(in: "work").allSatisfy { $0.headers[HeaderName.attempt] == nil })
    #expect(await stage.reasons(in: "work.parked") == [.text("message.unknownType")])
    #expect(stage.health.report == "lane 0: paused, document store is down\n")
    #expect(stage.registry.text.contains(#"qabyldau_in_hand{lane="0"} 0.0"#))
    let consumer = try await stage.broker.consumer(queue: "work", prefetch: 10)
    #expect(try await consumer.nextBatch(limit: 10)?.map(\.deliveryCount) == [0, 0])
    await consumer.close()
  }

  @Test("A lane whose consumer is gone does not wait out an outage, because its deliveries are back in the queue")
  func consumerGone() async throws {
    try await stage.send("a")
    stage.store.state.withLock { $0.failure = { _ in .unavailable("no disk") } }
    var stage = stage
    stage.settings.sleep = { [broker = stage.broker] _ in await broker.loseConnections() }
    await #expect(throws: BrokerError.self) { try await stage.run() }
    #expect(await stage.bodies(in: "work") == ["a"])
  }

  @Test(
    "If a queue refuses publications, only the refused ones go out again; messages that do not need it are answered")
  func refusedByOneQueue() async throws {
    try await stage.send("a", "park", "retry")
    let publisher = FailingPublisher(.refused, try await stage.broker.publisher()) { publication, times in
      publication.routingKey == "echoed" && times < 3
    }
    try await stage.run(publisher: publisher)
    #expect(publisher.published.filter { $0.key.hasPrefix("echoed") }.values.sorted() == [4, 4])
    #expect(publisher.published.filter { !$0.key.hasPrefix("echoed") }.values.sorted() == [1, 1])
    #expect(stage.store.state.withLock { $0.transactions.count } == 1)
    #expect(await stage.broker.messages(in: "out").count == 2)
    #expect(await stage.bodies(in: "work").isEmpty)
  }
}
