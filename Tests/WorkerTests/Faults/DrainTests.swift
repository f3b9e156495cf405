import Admission
import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime
import WorkerStore

@Suite("Workers that are told to stop", .serialized, .timeLimit(.minutes(5)))
struct DrainTests {
  @Test("On SIGTERM a worker finishes what it has in hand, leaves the rest in the queue, and exits with 0")
  func drained() async throws {
    let system = try await AdmissionSystem(["LOG_FORMAT": "json"])
    let worker = try system.launch("IntakeWorker")
    defer { worker.kill() }
    // A worker that does not consume yet may have no handler for the signal, which would then end it at once.
    try await eventually(within: 20, "the worker consumes") { system.logs.contains("Consuming") }
    let applications = (0..<300).map { Families.enrolment($0) }
    try await system.publish(applications.map { $0.message() }, routingKey: RoutingKey.applicationSubmitted)
    worker.terminate()
    try await eventually(within: 15, "the worker has exited") { !worker.isRunning }
    #expect(worker.exitStatus == 0)
    let drained = system.logs.split(separator: "\n").filter { $0.contains(#""message":"Drained""#) }
    #expect(drained.count == 1)
    for key in ["in_hand", "finished", "returned", "duration"] { #expect(drained.first?.contains(key) == true) }

    let second = try system.launch("IntakeWorker")
    defer { second.kill() }
    let requests = try await system.take(300, from: QueueName.schools)
    #expect(Set(requests.compactMap(\.id)).count == 300)
  }

  @Test("A worker with a health server exits with 0 on SIGTERM, and prints only log lines")
  func drainedWithHealth() async throws {
    let system = try await AdmissionSystem(["LOG_FORMAT": "json", "HEALTH_PORT": "0"])
    let worker = try system.launch("TransferWorker")
    defer { worker.kill() }
    try await eventually(within: 20, "the worker consumes") { system.logs.contains("Consuming") }
    worker.terminate()
    try await eventually(within: 15, "the worker has exited") { !worker.isRunning }
    #expect(worker.exitStatus == 0, "\(system.logs)")
    let log = try String(contentsOf: system.folder.appending(path: "TransferWorker.log"), encoding: .utf8)
    #expect(log.split(separator: "\n").allSatisfy { $0.hasPrefix("{") }, "\(log)")
  }

  @Test("A second SIGTERM ends the worker at once, and its delivery comes again")
  func twice() async throws {
    let system = try await AdmissionSystem(["DRAIN_SECONDS": "120"])
    let application = Families.enrolment(1)
    // While the store is locked, the message stays in hand.
    let lock = await StoreLock(try await system.store())
    let worker = try system.launch("IntakeWorker")
    defer { worker.kill() }
    try await system.publish([application.message()], routingKey: RoutingKey.applicationSubmitted)
    try await eventually("the message is in hand") { system.logs.contains("Paused") }
    worker.terminate()
    try await Task.sleep(for: .seconds(1))
    #expect(worker.isRunning)
    worker.terminate()
    try await eventually(within: 10, "the worker has ended") { !worker.isRunning }
    #expect(worker.exitStatus == 143)

    try await lock.release()
    let requests = try await system.withWorkers(["IntakeWorker"]) { try await system.take(1, from: QueueName.schools) }
    #expect(requests.count == 1)
  }

  @Test("Work that outlasts DRAIN_SECONDS is abandoned and logged; its message comes again and has one effect")
  func outlasts() async throws {
    let application = Families.enrolment(1)
    let system = try await AdmissionSystem(["DRAIN_SECONDS": "1", "LOG_FORMAT": "json"])
    // The server takes requests for documents and never answers.
    let hanging: TestServer.Answer = { _ in
      try await Task.sleep(for: .seconds(3600))
      return HTTPResponse(500)
    }
    try await TestServer.run(answering: hanging) { server, base in
      let worker = try system.launch("IntakeWorker", ["DOCUMENTS_URL": base])
      defer { worker.kill() }
      try await system.publish([application.message()], routingKey: RoutingKey.applicationSubmitted)
      try await eventually("a document is asked for\n\(system.logs)") { !server.requests.isEmpty }
      worker.terminate()
      try await eventually(within: 20, "the worker has exited\n\(system.logs)") { !worker.isRunning }
      #expect(worker.exitStatus == 0, "\(system.logs)")
    }
    let drained = system.logs.split(separator: "\n").filter { $0.contains(#""message":"Drained""#) }
    #expect(drained.count == 1 && drained.first?.contains(#""returned":"1""#) == true, "\(system.logs)")
    try await expectOneEffect(of: [application], in: system)
  }

  @Test("If a store call does not return, the process still exits with 0, ten seconds after DRAIN_SECONDS")
  func storeHangs() async throws {
    let applications = (1...8).map { Families.enrolment($0) }
    // The lanes wait for the lock one after the other, each for 5 s.
    let system = try await AdmissionSystem(["DRAIN_SECONDS": "1", "LANES": "8", "PREFETCH": "1", "LOG_FORMAT": "json"])
    let lock = await StoreLock(try await system.store())
    let worker = try system.launch("IntakeWorker")
    defer { worker.kill() }
    try await system.publish(applications.map { $0.message() }, routingKey: RoutingKey.applicationSubmitted)
    try await eventually("a lane waits for the store\n\(system.logs)") { system.logs.contains("Paused") }
    worker.terminate()
    try await eventually(within: 20, "the worker has exited\n\(system.logs)") { !worker.isRunning }
    #expect(worker.exitStatus == 0, "\(system.logs)")
    #expect(system.logs.contains("Exited before the drain was over"), "\(system.logs)")
    worker.kill()
    try await eventually("the worker has ended") { !worker.isRunning }

    try await lock.release()
    try await expectOneEffect(of: applications, in: system)
  }

  /// Checks that another process handles the applications, each once.
  private func expectOneEffect(of applications: [ApplicationSubmitted], in system: AdmissionSystem) async throws {
    let requests = try await system.withWorkers(["IntakeWorker"]) {
      try await system.take(applications.count, from: QueueName.schools)
    }
    #expect(Set(requests.compactMap(\.correlationId)) == Set(applications.map(\.applicationId.description)))
    let arrivals = try await system.store().arrivals(year: 2026)
    #expect(arrivals.map(\.last) == [applications.count])
    #expect(
      try await TestBroker.admin(system.amqpURL).counts(of: QueueName.parked(of: QueueName.intake))?.messages == 0)
  }
}
