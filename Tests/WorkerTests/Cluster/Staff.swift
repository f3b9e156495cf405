import TestSupport
import Testing

/// Worker processes that are killed and replaced: two for intake, one for each other queue, all on one store.
actor Staff {
  private static let roster: [(program: String, log: String)] = [
    ("IntakeWorker", "IntakeWorker-1"), ("IntakeWorker", "IntakeWorker-2"),
    ("TransferWorker", "TransferWorker"), ("NotifyWorker", "NotifyWorker"),
  ]
  static let size = roster.count

  private let system: AdmissionSystem
  private var workers: [WorkerHandle]

  init(_ system: AdmissionSystem) throws {
    self.system = system
    workers = try Self.roster.map { try system.launch($0.program, log: $0.log) }
  }

  /// Kills a worker with SIGKILL, and starts another in its place.
  func replace(_ index: Int) throws {
    workers[index].kill()
    workers[index] = try system.launch(Self.roster[index].program, log: Self.roster[index].log)
  }

  /// The workers that ended without being told to; a fault of the broker must never end a worker.
  var exitedWorkers: [String] { workers.indices.filter { !workers[$0].isRunning }.map { Self.roster[$0].log } }

  /// Ends all workers with SIGTERM, so that nothing is in hand any more, and returns the exit statuses.
  func dismiss() async throws -> [Int32?] {
    let workers = workers
    for worker in workers { worker.terminate() }
    try await eventually(within: 30, "every worker has exited") { workers.allSatisfy { !$0.isRunning } }
    return workers.map(\.exitStatus)
  }

  func killAll() { for worker in workers { worker.kill() } }
}
