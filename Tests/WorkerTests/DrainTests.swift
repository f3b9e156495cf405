import Admission
import Foundation
import QueueContracts
import RabbitBroker
import Testing
import WorkerRuntime
import WorkerStore

@Suite("Workers that are told to stop", .serialized, .timeLimit(.minutes(5)))
struct DrainTests {
  @Test("SIGTERM finishes what is in hand, returns the rest, and exits 0")
  func drained() async throws {
    let system = try await AdmissionSystem(["LOG_FORMAT": "json"])
    let worker = try system.launch("IntakeWorker")
    defer { worker.kill() }
    // Before that it has not yet asked for the signal, and is ended by it.
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

  @Test("A worker that serves its health exits 0 too, and says nothing but its log lines")
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

  @Test("A second SIGTERM ends the worker at once, and what was in hand comes again")
  func twice() async throws {
    let system = try await AdmissionSystem(["DRAIN_SECONDS": "120"])
    let application = Families.enrolment(1)
    // It keeps the message in hand.
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
}
