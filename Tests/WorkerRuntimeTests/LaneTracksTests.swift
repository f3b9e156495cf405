import QueueContracts
import Synchronization
import Testing
import WorkerTesting

@testable import WorkerRuntime

@Suite("The tracks of a lane", .timeLimit(.minutes(1)))
struct LaneTracksTests {
  let stage: LaneStage

  init() async throws {
    var stage = try await LaneStage()
    stage.settings.batchLimit = 1
    self.stage = stage
  }

  @Test("Two batches are judged at the same time and settled in the order in which they were taken")
  func order() async throws {
    let isLaterJudged = OneShot<Void>()
    let effects = Mutex<[Set<String>]>([])
    stage.store.state.withLock {
      $0.failure = { names in
        effects.withLock { $0.append(names) }
        return nil
      }
    }
    try await stage.send("first", "second", "third")
    try await stage.run(
      ScriptedWorker(judge: { text in
        switch text {
        case "first": try await isLaterJudged.value()
        case "second": isLaterJudged.settle(.success(()))
        default: break
        }
      }), tracks: 2)
    #expect(effects.withLock { $0 } == [["first"], ["second"], ["third"]])
    #expect(await stage.bodies(in: "out").count == 6)
  }

  @Test("While one batch waits out an outage, no later batch is committed before it")
  func outage() async throws {
    let tries = Mutex<[String]>([])
    stage.store.state.withLock {
      $0.failure = { names in
        tries.withLock { tries in
          tries += names
          return tries.count < 4 ? .unavailable("locked") : nil
        }
      }
    }
    try await stage.send("first", "second")
    try await stage.run(tracks: 2)
    #expect(tries.withLock { $0 } == ["first", "first", "first", "first", "second"])
    #expect(stage.store.effects == ["first": 1, "second": 1])
  }

  @Test("After a lasting outage the batches of all tracks go back into the queue, each once")
  func givenBack() async throws {
    var stage = stage
    stage.settings.holdSeconds = 0
    stage.store.state.withLock { $0.failure = { _ in .unavailable("locked") } }
    try await stage.send("first", "second", "third")
    await #expect(throws: GaveBack.self) { try await stage.run(tracks: 2) }
    #expect(await stage.bodies(in: "work").sorted() == ["first", "second", "third"])
    #expect(stage.store.effects.isEmpty)
    #expect(stage.registry.text.contains(#"qabyldau_in_hand{lane="0"} 0.0"#))
  }
}
