import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import TestTools
import WorkerRuntime

/// Only `make test-upgrade FROM=revision` runs this suite, because it builds the older programs.
@Suite("An upgrade under load", .serialized, .timeLimit(.minutes(8)))
struct UpgradeTests {
  private static let environment = ProcessInfo.processInfo.environment
  /// The folder of the older programs.
  private static let older = environment["UPGRADE_BIN"].map { URL(filePath: $0) }
  private static let olderKnowsPostgres = environment["UPGRADE_POSTGRES"] != nil
  /// Only a log at level `debug` says that a message was handled twice.
  private static let settings = ["PREFETCH": "20", "LOG_LEVEL": "debug"]
  private static let names = WorkerName.programs

  @Test(
    "On one SQLite file, older and newer programs work side by side: nothing is lost or doubled",
    .enabled(if: older != nil, "it needs the older programs of make test-upgrade"))
  func file() async throws {
    // The first of the newer programs brings the tables up to date, while the older programs use them.
    try await upgrade(try await AdmissionSystem(Self.settings)) { _ in }
  }

  @Test(
    "On one PostgreSQL, older and newer programs work side by side: nothing is lost or doubled",
    .enabled(if: older != nil && olderKnowsPostgres, "it needs older programs that know PostgreSQL"))
  func database() async throws {
    let system = try await AdmissionSystem(
      Self.settings.merging(["STORE_URL": try TestDatabase.make()]) { $1 })
    try await migrate(system, by: try #require(Self.older))
    try await upgrade(system) { try await migrate($0, by: WorkerHandle.binaries) }
  }

  /// Upgrades as an operator does: the tables first, then one process after the other.
  private func upgrade(_ system: AdmissionSystem, migrate: (AdmissionSystem) async throws -> Void) async throws {
    let older = try #require(Self.older)
    var (leaving, staying): ([(name: String, worker: WorkerHandle)], [WorkerHandle]) = ([], [])
    defer { for worker in leaving.map(\.worker) + staying { worker.kill() } }
    for number in 1...2 {
      for name in Self.names { leaving.append((name, try await start(name, "older-\(number)", system, older))) }
    }
    let load = SteadyLoad()
    let publishing = Task { try await load.run(on: system) }
    defer { publishing.cancel() }
    try await awaitMore(100, system)

    try await migrate(system)
    for (number, (name, worker)) in leaving.enumerated() {
      staying.append(try await start(name, "newer-\(number)", system, WorkerHandle.binaries))
      try await awaitMore(50, system)
      #expect(worker.isRunning, "the older process goes on beside the newer one")
      worker.terminate()
      try await eventually(within: 30, "the older process has drained") { !worker.isRunning }
      #expect(worker.exitStatus == 0)
    }
    try await awaitMore(100, system)
    await load.stop()
    try await publishing.value

    let applications = await load.applications
    try await system.awaitAnswers(to: applications, within: 90)
    for worker in staying { worker.terminate() }
    try await eventually(within: 30, "the newer processes have drained") { staying.allSatisfy { !$0.isRunning } }
    #expect(staying.allSatisfy { $0.exitStatus == 0 })
    try await system.expectOneEffectEach(applications)
  }

  /// Starts a worker, and returns when it consumes.
  private func start(
    _ name: String, _ suffix: String, _ system: AdmissionSystem, _ binaries: URL
  ) async throws -> WorkerHandle {
    let log = "\(name)-\(suffix)"
    let worker = try system.launch(name, log: log, binaries: binaries)
    try await eventually(within: 60, "\(log) consumes\n\(system.log(log))") {
      system.log(log).contains(" Consuming") || !worker.isRunning
    }
    #expect(worker.isRunning, "\(system.log(log))")
    return worker
  }

  /// Waits until `count` more applications have come through to a school.
  private func awaitMore(_ count: Int, _ system: AdmissionSystem) async throws {
    let admin = try TestBroker.admin(system.amqpURL)
    func arrived() async throws -> Int { try await admin.counts(of: QueueName.schools)?.messages ?? 0 }
    let wanted = try await arrived() + count
    try await eventually(within: 60, "\(count) more have come through\n\(system.logs.suffix(4000))") {
      try await arrived() >= wanted
    }
  }

  private func migrate(_ system: AdmissionSystem, by binaries: URL) async throws {
    let url = system.environment["STORE_URL"] ?? ""
    let words = ["STORE_URL=\(url)", binaries.appending(path: "admissionctl").path, "store", "migrate"]
    try await Program.run("/usr/bin/env", words)
  }
}
