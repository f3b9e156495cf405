import Foundation
import QueueContracts
import Testing
import WorkerRuntime
import WorkerTesting

@Suite("WorkerTest, which runs one worker on messages")
struct WorkerTestTests {
  private let three = [("a", 1), ("b", 2), ("a", 3)].map { Publication.of($0, number: $1) }
  private let short = LaneSettings(retries: RetryLadder(stepSeconds: [1, 5], totalSeconds: 60))

  @Test("One run shows the outcome, the outputs and the effects of a message")
  func oneCall() async throws {
    let test = WorkerTest(ToyWorker(), ledger: ["a": 1])
    let withdrawal = ApplicationWithdrawn.of("a")
    let run = try await test.run(withdrawal)
    #expect(run.outcome == .completed([Output(withdrawal, routingKey: "toy.said")]))
    #expect(run.ending == .completed)
    #expect(run.outputs.map(\.routingKey) == ["toy.said"])
    #expect(try run.outputs(of: ApplicationWithdrawn.self) == [withdrawal])
    #expect(run.ledger == ["a": 2])
    #expect(run.parked.isEmpty && run.waiting.isEmpty && run.down == nil)
  }

  @Test("Under any fault each message has one effect and one answer", arguments: Fault.each(of: 3))
  func faults(_ fault: Fault) async throws {
    let undisturbed = try await WorkerTest(ToyWorker(), ledger: [:]).run(three)
    let run = try await WorkerTest(ToyWorker(), ledger: [:]).run(three, under: [fault])
    #expect(run.ledger == ["a": 2, "b": 1])
    #expect(Set(run.outputs.compactMap(\.message.id)) == Set(undisturbed.outputs.compactMap(\.message.id)))
    #expect(run.outputs.count == 3)
    #expect(run.down == nil && run.parked.isEmpty && run.waiting.isEmpty)
  }

  @Test("A message that comes twice gets the same answer both times")
  func duplicate() async throws {
    let run = try await WorkerTest(ToyWorker(), ledger: [:]).run(three, under: [.duplicate(1)])
    #expect(run.settled.map(\.id) == [1, 2, 2, 3].map { StoreSample.message($0) })
    #expect(run.settled.map(\.ending) == [.completed, .completed, .repeated, .completed])
    #expect(run.publications.count == 4)
  }

  @Test("Faults can change the order in which messages come")
  func order() async throws {
    let test = WorkerTest(ToyWorker(), ledger: [:])
    let began = test.clock.now
    let run = try await test.run(three, under: [.swap(1, 2), .delay(0, seconds: 60)])
    #expect(run.settled.map(\.id) == [3, 2, 1].map { StoreSample.message($0) })
    #expect(test.clock.now == began.adding(seconds: 60))
  }

  @Test("A delivery whose acknowledgement is lost comes again")
  func lostAcknowledgements() async throws {
    let run = try await WorkerTest(ToyWorker(), ledger: [:]).run(three, under: [.loseAcknowledgements])
    #expect(run.publications.count == 6)
    #expect(run.settled.map(\.ending) == [.repeated, .repeated, .repeated])
  }

  @Test("A wait in a retry queue takes no real time and moves the clock")
  func ladder() async throws {
    let clock = VirtualClock()
    let opening = clock.now.adding(seconds: 4)
    let worker = ToyWorker { _ in
      if clock.now < opening { throw Deferred(.retry(reason: "too early", orPark: .applicationUnknown)) }
    }
    let test = WorkerTest(worker, ledger: [:], clock: clock, settings: short)
    let first = try await test.run(ApplicationWithdrawn.of("a"))
    #expect(first.ending == .retried(reason: "too early"))
    #expect(first.waiting.map(\.returnsAt) == [clock.now.adding(seconds: 1)])

    let second = try await test.advance(seconds: 2)
    #expect(second.ending == .retried(reason: "too early"))
    #expect(second.waiting.map(\.returnsAt) == [clock.now.adding(seconds: 4)])
    #expect(try await test.advance(seconds: 3).settled.isEmpty)

    let third = try await test.advance(seconds: 1)
    #expect(third.ending == .completed)
    #expect(third.waiting.isEmpty)
    #expect(third.ledger == ["a": 1])
  }

  @Test("One call runs through the whole retry ladder, and at its end the message is parked")
  func spentLadder() async throws {
    let worker = ToyWorker { _ in throw Deferred(.retry(reason: "never", orPark: .applicationUnknown)) }
    let test = WorkerTest(worker, ledger: [:], settings: short)
    let began = test.clock.now
    try await test.run(ApplicationWithdrawn.of("a"))
    let run = try await test.finish()
    #expect(run.ending == .parked(.applicationUnknown))
    #expect(run.parked.map { $0.headers[HeaderName.parkedBy] } == [.text("toy")])
    // The message waits 1 s once, then 5 s eleven times; no further wait fits into a minute.
    #expect(test.clock.now == began.adding(seconds: 56))
    #expect(run.settled.count == 12)
  }

  @Test("An outage takes no real time, and the message goes back into the queue")
  func outage() async throws {
    let worker = ToyWorker { _ in throw EnvironmentDown("register", detail: "away") }
    let test = WorkerTest(worker, ledger: [:], settings: LaneSettings(holdSeconds: 120))
    let began = test.clock.now
    let run = try await test.run(ApplicationWithdrawn.of("a"))
    #expect(run.down == EnvironmentDown("register", detail: "away"))
    #expect(run.ending == .givenBack)
    #expect(await test.broker.messages(in: "admission.toy").count == 1)
    #expect(test.clock.now >= began.adding(seconds: 120))
  }

  @Test("The faults of one run do not affect the next run")
  func nextRun() async throws {
    let test = WorkerTest(ToyWorker(), ledger: [:])
    try await test.run([.of("a", number: 1)], under: [.refuse(9)])
    let run = try await test.run([.of("b", number: 2)])
    #expect(run.publications.count == 1)
    #expect(run.ledger == ["a": 1, "b": 1])
  }

  @Test("An unreadable message is parked with the reason")
  func unreadable() async throws {
    var publication = Publication.of("a", number: 1)
    publication.message.body = Data("{}".utf8)
    let run = try await WorkerTest(ToyWorker(), ledger: [:]).run([publication])
    #expect(run.ending == .parked(.messageUndecodable))
    #expect(run.parked.map { $0.headers[HeaderName.parkedDetail] } == [.text("applicationId")])
  }

  @Test("A fault that names no message of the run is an error")
  func misplacedFault() async throws {
    await #expect(throws: WorkerTestError.self) {
      try await WorkerTest(ToyWorker(), ledger: [:]).run(three, under: [.duplicate(3)])
    }
  }
}
