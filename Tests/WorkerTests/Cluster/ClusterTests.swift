import Foundation
import QueueContracts
import RabbitBroker
import Testing
import WorkerRuntime
import WorkerTesting

/// Only `make test-faults` runs this suite, because it starts the cluster.
@Suite("A cluster under faults", .serialized, .timeLimit(.minutes(8)))
struct ClusterTests {
  private static let portals = 6

  @Test("Every confirmed application has one effect, even if nodes and workers are lost")
  func faults() async throws {
    let seed =
      ProcessInfo.processInfo.environment["FAULTS_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...999_999)
    show("FAULTS_SEED=\(seed) makes the same choices again.")
    let cluster = try Cluster.fromEnvironment()
    let system = try await AdmissionSystem(amqpURL: cluster.amqpURL, ["PREFETCH": "50"])
    let (staff, journal) = (try Staff(system), FaultJournal())

    let checker: FaultChecker
    do {
      try await strikeAll(cluster, system, staff, journal, seed: seed)
      checker = try await lookAround(system, staff, journal)
    } catch {
      await staff.killAll()
      show(FaultTable(phases: await journal.phases, duplicates: await journal.phases.map { _ in 0 }).description)
      throw error
    }

    let applications = await journal.publishedApplications
    let phases = await journal.phases
    let ofApplication = checker.duplicates
    var duplicates = phases.map { _ in 0 }
    for published in applications {
      duplicates[published.phase] += ofApplication[published.application.applicationId.description] ?? 0
    }
    let violations = checker.violations
    show(FaultTable(phases: phases, duplicates: duplicates).description)
    show(
      """
      \(applications.filter(\.isConfirmed).count) confirmed, \(violations.isEmpty ? "each with" : "NOT each with") its one \
      effect; of \(applications.filter { !$0.isConfirmed }.count) given up \(checker.recovered) came through.
      """)
    if !violations.isEmpty { show(violations.prefix(50).joined(separator: "\n")) }
    #expect(violations.isEmpty, "the workers' logs are in \(system.folder.path)")
    #expect(applications.contains { $0.isConfirmed })
    #expect(phases.reduce(0) { $0 + $1.uncertain } > 0, "no fault has met a publication")
    if violations.isEmpty { try? FileManager.default.removeItem(at: system.folder) }
  }

  /// Publishes steadily, while one fault after the other comes and goes.
  private func strikeAll(
    _ cluster: Cluster, _ system: AdmissionSystem, _ staff: Staff, _ journal: FaultJournal, seed: UInt64
  ) async throws {
    var random = SplitMix64(seed: seed)
    let seeds = (0..<Self.portals).map { _ in random.next() }
    let faults = ClusterFault.rounds(&random)
    await journal.begin(faults[0].rawValue)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for seed in seeds {
        group.addTask { await RetryingPortal(broker: system.broker, journal: journal, seed: seed).run() }
      }
      do {
        for (index, fault) in faults.enumerated() {
          if index > 0 { await journal.begin(fault.rawValue) }
          try await fault.strike(cluster, staff, journal, &random)
          let healed = ContinuousClock.now
          try await eventually(within: 60, "publishing goes on after: \(fault.rawValue)") {
            await journal.isThrough(since: healed)
          }
          let exitedWorkers = await staff.exitedWorkers
          #expect(exitedWorkers == [], "after: \(fault.rawValue)")
        }
      } catch {
        await journal.close()
        group.cancelAll()
        throw error
      }
      await journal.close()
      try await group.waitForAll()
    }
  }

  /// Waits until every confirmed application is answered, ends the workers, and gathers the results.
  private func lookAround(_ system: AdmissionSystem, _ staff: Staff, _ journal: FaultJournal) async throws
    -> FaultChecker
  {
    let applications = await journal.publishedApplications
    let confirmed = applications.filter(\.isConfirmed).map(\.application)
    try await system.awaitAnswers(to: confirmed, within: 90)
    // The checker counts messages in queues and would miss a message that a worker has in hand. A worker that ends
    // has finished such a message or returned it to its queue.
    let statuses = try await staff.dismiss()
    #expect(statuses == Array(repeating: 0, count: Staff.size))
    return try await FaultChecker(
      system, confirmed: confirmed, uncertain: applications.filter { !$0.isConfirmed }.map(\.application))
  }

  private func show(_ text: String) { FileHandle.standardOutput.write(Data("\n\(text)\n".utf8)) }
}
