import Foundation
import QueueContracts
import TestSupport
import Testing
import TestServers
import WorkerRuntime

@Suite("Workers that join and leave", .serialized, .timeLimit(.minutes(5)))
struct ScalingTests {
  /// A process of one worker, and its health server.
  private struct Colleague {
    let worker: WorkerHandle
    let health: Readiness
  }

  private enum Store {
    case file, database
  }

  @Test(
    "Processes of one worker that join and leave share a steady load, and nothing is lost or doubled",
    arguments: [
      ("IntakeWorker", 2, Store.file), ("TransferWorker", 2, .file), ("NotifyWorker", 2, .file),
      ("IntakeWorker", 4, .file), ("IntakeWorker", 4, .database),
    ])
  private func scaling(_ name: String, _ count: Int, _ store: Store) async throws {
    // Only a log at level `debug` says that a message was handled twice.
    var settings = ["PREFETCH": "20", "LOG_LEVEL": "debug"]
    if store == .database { settings["STORE_URL"] = try await TestDatabase.migrated() }
    let system = try await AdmissionSystem(settings)
    let others = try WorkerName.programs.filter { $0 != name }
      .map { try system.launch($0) }
    var colleagues: [Colleague] = []
    defer { for worker in others + colleagues.map(\.worker) { worker.kill() } }

    let load = SteadyLoad()
    let publishing = Task { try await load.run(on: system) }
    defer { publishing.cancel() }
    for _ in 1...count { colleagues.append(try await join(system, name)) }
    try await expectSharing(colleagues)
    for leaving in colleagues.dropLast() { try await leave([leaving.worker]) }
    await load.stop()
    try await publishing.value

    let applications = await load.applications
    try await system.awaitAnswers(to: applications, within: 60)
    try await leave(others + colleagues.suffix(1).map(\.worker))
    try await system.expectOneEffectEach(applications)
  }

  private func join(_ system: AdmissionSystem, _ name: String) async throws -> Colleague {
    let health = try Readiness()
    let worker = try system.launch(name, ["HEALTH_PORT": "\(health.port)"])
    try await eventually(within: 60, "it consumes") { await health.isReady }
    return Colleague(worker: worker, health: health)
  }

  private func leave(_ workers: [WorkerHandle]) async throws {
    for worker in workers { worker.terminate() }
    try await eventually(within: 30, "they have left") { workers.allSatisfy { !$0.isRunning } }
    #expect(workers.allSatisfy { $0.exitStatus == 0 })
  }

  /// Checks that each process takes at least a tenth of the deliveries, measured until each has taken thirty.
  private func expectSharing(_ colleagues: [Colleague]) async throws {
    func settled() async -> [Int]? {
      var counts: [Int] = []
      for colleague in colleagues {
        guard let count = await colleague.health.settled else { return nil }
        counts.append(count)
      }
      return counts
    }
    var before: [Int]?
    try await eventually(within: 60, "each process says how many it has settled") {
      before = await settled()
      return before != nil
    }
    let start = try #require(before)
    var shares: [Int] = []
    try await eventually(within: 150, "each process has taken thirty") {
      guard let now = await settled() else { return false }
      shares = zip(now, start).map { $0 - $1 }
      return shares.allSatisfy { $0 >= 30 }
    }
    #expect(shares.allSatisfy { $0 > 0 && $0 * 10 >= shares.reduce(0, +) }, "they took \(shares)")
  }
}

extension AdmissionSystem {
  /// Checks that each message has one effect and was not handled twice, and that the books balance.
  ///
  /// This holds only for runs in which no process is killed.
  func expectOneEffectEach(
    _ applications: [ApplicationSubmitted], sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let checker = try await FaultChecker(self, confirmed: applications)
    #expect(checker.violations == [], sourceLocation: sourceLocation)
    #expect(checker.duplicates.values.allSatisfy { $0 == 0 }, sourceLocation: sourceLocation)
    #expect(!logs.contains("Answered again"), "nothing was handled twice", sourceLocation: sourceLocation)
    let books = try AdmissionCtlProcess(settings: environment).run(["books", "--campaign", "2026"])
    #expect(
      books.status == 0 && books.output.contains("The books balance."), "\(books)", sourceLocation: sourceLocation)
  }
}
