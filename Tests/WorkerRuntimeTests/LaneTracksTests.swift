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

  @Test("Two batches are judged at the same time and settled in their order")
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
      EchoWorker(judge: { text in
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

  @Test("A lasting outage puts the batches of all tracks back, each once")
  func givenBack() async throws {
    var stage = stage
    stage.settings.holdSeconds = 0
    stage.store.state.withLock { $0.failure = { _ in .unavailable("locked") } }
    try await stage.send("first", "second", "third")
    await #expect(throws: GaveBack.self) { try await stage.run(tracks: 2) }
    #expect(await stage.bodies(in: "work").sorted() == ["first", "second", "third"])
    #expect(stage.store.effects.isEmpty)
  }
}

@Suite("An alarm clock", .timeLimit(.minutes(1)))
struct AlarmClockTests {
  let clock = AlarmClock()

  @Test("Alarms ring in the order of their times, and a cancelled alarm does not ring")
  func order() async throws {
    let rung = Mutex<[Int]>([])
    let last = OneShot<Void>()
    var alarms: [AlarmClock.Alarm] = []
    for number in [3, 1, 2] {
      alarms.append(clock.set(after: Double(number) * 0.05) { rung.withLock { $0.append(number) } })
    }
    clock.callOff(alarms[2])
    _ = clock.set(after: 0.3) { last.settle(.success(())) }
    try await last.value()
    #expect(rung.withLock { $0 } == [1, 3])
  }

  @Test("A thousand alarms that are set at once ring once each")
  func many() async throws {
    let rung = Atomic(0)
    let last = OneShot<Void>()
    for number in 0..<1000 {
      _ = clock.set(after: Double(number % 7) * 0.01) {
        if rung.add(1, ordering: .relaxed).newValue == 1000 { last.settle(.success(())) }
      }
    }
    try await last.value()
    #expect(rung.load(ordering: .relaxed) == 1000)
  }
}

@Suite("Strands")
struct StrandsTests {
  @Test("Results keep the order of the elements, and at most as many as strands are worked on at once")
  func order() async throws {
    let working = Mutex((now: 0, most: 0))
    let doubled = try await Array(0..<200).map(strands: 4) { number in
      working.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
      await Task.yield()
      working.withLock { $0.now -= 1 }
      return 2 * number
    }
    #expect(doubled == (0..<200).map { 2 * $0 })
    #expect((1...4).contains(working.withLock { $0.most }))
  }

  @Test("The error of one element is thrown")
  func failure() async {
    await #expect(throws: TimedOut.self) {
      _ = try await Array(0..<20).map(strands: 3) { number in
        if number == 11 { throw TimedOut() }
        return number
      }
    }
  }
}
