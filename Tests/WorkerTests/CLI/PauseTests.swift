import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime
import WorkerStore

@Suite("A worker that an operator pauses", .serialized, .timeLimit(.minutes(5)))
struct PauseTests {
  private static let settings = ["STORE_CHECK_SECONDS": "1"]

  @Test("A paused worker takes no message, and each message is answered once after the pause")
  func pausedAndResumed() async throws {
    let desk = try await Desk(Self.settings)
    let system = desk.system
    let (first, second) = (try Readiness(), try Readiness())
    let worker = try system.launch("IntakeWorker", ["HEALTH_PORT": "\(first.port)"])
    defer { worker.kill() }
    try await eventually(within: 60, "it consumes\n\(system.logs)") { await first.answer?.isReady == true }

    let paused = try desk.run(["pause", "intake", "--because", "the register is mended", "--operator", "aa"])
    #expect(paused.status == 0 && paused.output == "Paused: intake, until it is resumed.\n", "\(paused)")
    let listed = try desk.run(["paused"])
    #expect(listed.output.contains(/intake +.* aa +the register is mended/), "\(listed)")
    try await eventually(within: 60, "it is paused\n\(system.logs)") { try await Self.isPaused(first, system) }
    #expect(await first.metric("qabyldau_problem", #"problem="pause""#) == 1)

    let applications = (0..<40).map { Families.enrolment($0) }
    try await system.publish(applications.map { $0.message() }, routingKey: RoutingKey.applicationSubmitted)
    let late = try system.launch("IntakeWorker", ["HEALTH_PORT": "\(second.port)"], log: "late")
    defer { late.kill() }
    try await eventually(within: 60, "the second process is paused\n\(system.log("late"))") {
      try await Self.isPaused(second, system)
    }
    #expect(!system.log("late").contains("Consuming"))
    let waiting = try await TestBroker.admin(system.amqpURL).counts(of: QueueName.intake)
    #expect(waiting?.messages == 40 && waiting?.consumers == 0)

    #expect(try desk.run(["resume", "intake"]).output == "Resumed: intake.\n")
    #expect(try desk.run(["resume", "intake"]).output == "intake was not paused.\n")
    #expect(try desk.run(["paused"]).output == "No worker is paused.\n")
    let requests = try await system.take(40, from: QueueName.schools, within: 60)
    #expect(Set(requests.compactMap(\.correlationId)).count == 40)
    try await eventually(within: 60, "both consume\n\(system.logs)") {
      let answers = (await first.answer?.isReady, await second.answer?.isReady)
      return answers == (true, true)
    }
    for log in [system.log("IntakeWorker"), system.log("late")] {
      #expect(log.contains("Paused by an operator") && log.contains("the register is mended"), "\(log)")
      #expect(log.contains("Resumed"), "\(log)")
    }
    #expect(try await TestBroker.admin(system.amqpURL).counts(of: QueueName.schools)?.messages == 0)
  }

  @Test("A pause ends at its stated time, and SIGTERM ends a paused worker at once with status 0")
  func untilAndTerminated() async throws {
    let desk = try await Desk(Self.settings)
    let system = desk.system
    let readiness = try Readiness()
    #expect(try desk.run(["pause", "transfer", "--because", "a test"]).status == 0)
    let worker = try system.launch("TransferWorker", ["HEALTH_PORT": "\(readiness.port)"])
    defer { worker.kill() }
    try await eventually(within: 60, "it is paused\n\(system.logs)") {
      await readiness.answer?.body.contains("lane 0: paused, by an operator") == true
    }
    worker.terminate()
    try await eventually(within: 15, "the worker has exited") { !worker.isRunning }
    #expect(worker.exitStatus == 0)

    let until = Timestamp.now.adding(seconds: 5)
    let words = ["pause", "transfer", "--because", "a test", "--until", "\(until)"]
    #expect(try desk.run(words).status == 0)
    let next = try system.launch("TransferWorker", ["HEALTH_PORT": "\(readiness.port)"])
    defer { next.kill() }
    try await eventually(within: 60, "the worker consumes again by itself\n\(system.logs)") {
      await readiness.answer?.isReady == true
    }
    #expect(Timestamp.now >= until)
  }

  /// True if the queue has no consumer left and health names the pause.
  private static func isPaused(_ readiness: Readiness, _ system: AdmissionSystem) async throws -> Bool {
    guard let answer = await readiness.answer, !answer.isReady,
      answer.body.contains("lane 0: paused, by an operator"), answer.body.contains("problem pause: ")
    else { return false }
    return try await TestBroker.admin(system.amqpURL).counts(of: QueueName.intake)?.consumers == 0
  }
}
