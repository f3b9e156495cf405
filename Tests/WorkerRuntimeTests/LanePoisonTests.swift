import Foundation
import QueueContracts
import Synchronization
import Testing
import WorkerTesting

@testable import WorkerRuntime

@Suite("The lane and poison messages", .timeLimit(.minutes(1)))
struct LanePoisonTests {
  let stage: LaneStage

  init() async throws { stage = try await LaneStage() }

  /// The error by which a process of a test dies.
  private struct Killed: Error {}

  /// Runs processes until the queue is empty; a process dies when it judges one of the `deadly` messages.
  ///
  /// - Returns: the number of processes that died.
  private func runUntilDrained(deadly: Set<String>, atMost limit: Int = 200) async throws -> Int {
    var deaths = 0
    for _ in 0..<limit {
      let worker = ScriptedWorker(judge: { [store = stage.store] in if deadly.contains($0) { store.crashProcess() } })
      stage.store.state.withLock { $0.isDead = false }
      var stage = stage
      stage.settings.sleep = { [broker = stage.broker] _ in
        await broker.loseConnections()
        throw Killed()
      }
      do {
        try await stage.run(worker)
        // If copies were put back into the queue, the next process handles them.
        if await stage.bodies(in: "work").isEmpty { return deaths }
      } catch is Killed {
        deaths += 1
      }
    }
    Issue.record("the queue was never emptied")
    return limit
  }

  @Test(
    "Every message that kills the process is parked, and no other message is parked",
    arguments: [1, 2, 3, 10])
  func poison(crashLimit: Int) async throws {
    var stage = stage
    stage.settings.crashLimit = crashLimit
    let neighbours = (0..<30).map { "a\($0)" }
    for (index, text) in neighbours.enumerated() {
      try await stage.send(text)
      if index % 10 == 5 { try await stage.send("poison \(index)") }
    }
    let deadly = Set((0..<30).map { "poison \($0)" })
    let deaths = try await LanePoisonTests(stage).runUntilDrained(deadly: deadly)
    #expect(Set(stage.store.effects.keys) == Set(neighbours))
    #expect(stage.store.effects.values.allSatisfy { $0 == 1 })
    let parked = await stage.bodies(in: "work.parked").sorted()
    #expect(parked == ["poison 15", "poison 25", "poison 5"])
    #expect(await stage.reasons(in: "work.parked").allSatisfy { $0 == .text("delivery.poison") })
    #expect(deaths <= 3 * crashLimit + 8)
    #expect(stage.store.state.withLock { $0.notes.isEmpty && $0.crashes.isEmpty })
  }

  private init(_ stage: LaneStage) { self.stage = stage }

  @Test("After a lost connection no message is blamed, and messages are still handled in batches")
  func connectionLost() async throws {
    try await stage.send("a", "b", "c")
    for _ in 1...3 { try await stage.loseEverything() }
    try await stage.run()
    #expect(stage.store.effects == ["a": 1, "b": 1, "c": 1])
    #expect(stage.store.state.withLock { $0.transactions.count } == 1)
    #expect(stage.store.state.withLock { $0.notes.isEmpty && $0.crashes.isEmpty })
  }

  @Test("A lane that lost its broker leaves no crash note, so no message is blamed when its process ends")
  func brokerLost() async throws {
    try await stage.send("a")
    try await stage.loseEverything()
    await #expect(throws: BrokerError.self) {
      try await stage.run(publisher: FailingPublisher(.closed, try await stage.broker.publisher()))
    }
    #expect(stage.store.state.withLock { $0.notes.isEmpty })
  }

  @Test("During an outage a suspect has no crash note, so a process that dies in that time blames no message")
  func outage() async throws {
    try await stage.send("a")
    try await stage.loseEverything()
    var stage = stage
    let noted = Mutex<[Int]>([])
    let rounds = Atomic<Int>(0)
    stage.settings.sleep = { [store = stage.store] _ in
      noted.withLock { $0.append(store.state.withLock { $0.notes.count }) }
    }
    stage.store.state.withLock {
      $0.failure = { _ in rounds.add(1, ordering: .relaxed).newValue < 4 ? .unavailable("no disk") : nil }
      $0.crashLogFailures = 2
    }
    try await stage.run()
    #expect(noted.withLock { $0 } == [0, 0, 0, 0, 0])
    #expect(stage.store.effects == ["a": 1])
  }

  @Test("During an outage the messages that a dead process had in hand are not tried one by one")
  func outageOfAccused() async throws {
    try await stage.send("a", "b", "c", "d")
    let names = await stage.broker.messages(in: "work").map(\.crashLogName)
    try await stage.loseEverything()
    var stage = stage
    let tries = Atomic<Int>(0)
    let triesBySleep = Mutex<[Int]>([])
    stage.settings.sleep = { _ in triesBySleep.withLock { $0.append(tries.load(ordering: .relaxed)) } }
    stage.store.state.withLock { state in
      for name in names { state.crashes[name] = Crashes(together: 1) }
      state.failure = { _ in tries.add(1, ordering: .relaxed).newValue < 4 ? .unavailable("no disk") : nil }
    }
    try await stage.run()
    #expect(triesBySleep.withLock { $0 } == [1, 2, 3])
    #expect(stage.store.effects == ["a": 1, "b": 1, "c": 1, "d": 1])
  }

  @Test("A delivery that came back twelve times is replaced by a copy whose delivery count starts at zero")
  func renewed() async throws {
    try await stage.send("a", "b")
    for _ in 1...12 { try await stage.loseEverything() }
    try await stage.run()
    // The copies stay in the queue, because the lane's consumer is cancelled.
    #expect(await stage.bodies(in: "work") == ["a", "b"])
    #expect(
      await stage.broker.messages(in: "work").allSatisfy { $0.headers[HeaderName.suspect] == .boolean(true) })
    try await stage.run()
    #expect(stage.store.effects == ["a": 1, "b": 1])
    #expect(await stage.broker.messages(in: "out").allSatisfy { $0.headers[HeaderName.suspect] == nil })
  }
}
