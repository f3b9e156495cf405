import Admission
import Foundation
import GRDB
import PostgresClient
import Testing
import TestTools
import WorkerRuntime
@testable import WorkerStore

/// Tests how a store tells whether another process is dead or alive.
struct ProcessTests {
  /// The database of the store that the test's process shares with another process.
  enum Kind: CaseIterable { case sqlite, postgres }

  @Test("A process counts as dead when it has been killed, and not before", arguments: Kind.allCases)
  func killed(kind: Kind) async throws {
    let stage = try await Stage(kind)
    let child = try Child()
    let (theirs, ours) = (
      try await stage.open(ProcessInstance(pid: child.pid)), try await stage.open(ProcessInstance())
    )
    _ = try await theirs.noteBeginning(of: ["a"], worker: "intake", alone: true)
    // The lease of the process runs out, as in an outage, but the process still runs.
    try await stage.silence()
    #expect(try await ours.noteBeginning(of: ["a"], worker: "intake", alone: true).isEmpty)

    child.kill()
    for _ in 1...2 {
      #expect(try await ours.noteBeginning(of: ["a"], worker: "intake", alone: true) == ["a": Crashes(alone: 1)])
    }
  }

  @Test("A zombie process counts as dead")
  func zombie() throws {
    let child = try Child()
    let instance = ProcessInstance(pid: child.pid)
    #expect(instance.isGone(seenFrom: ProcessInstance()) == false)
    child.kill(andBury: false)
    while instance.isGone(seenFrom: ProcessInstance()) == false { usleep(1000) }
    #expect(instance.isGone(seenFrom: ProcessInstance()) == true)
  }

  @Test("A process on another machine counts as alive while its lease lasts, and no longer", arguments: Kind.allCases)
  func elsewhere(kind: Kind) async throws {
    let stage = try await Stage(kind)
    let (theirs, ours) = (try await stage.open(.elsewhere), try await stage.open(ProcessInstance()))
    _ = try await theirs.noteBeginning(of: ["a"], worker: "intake", alone: false)
    #expect(try await ours.noteBeginning(of: ["a"], worker: "intake", alone: true).isEmpty)
    try await stage.silence()
    let crashes = ["a": Crashes(together: 1)]
    #expect(try await ours.noteBeginning(of: ["a"], worker: "intake", alone: true) == crashes)
    try await theirs.renewLease()
    #expect(try await ours.noteBeginning(of: ["a"], worker: "intake", alone: true).isEmpty)
  }

  @Test(
    "A new process deletes the rows of processes that are long gone and left no crash note",
    arguments: Kind.allCases)
  func forgotten(kind: Kind) async throws {
    let stage = try await Stage(kind)
    let (silent, culprit) = (try await stage.open(.elsewhere), try await stage.open(.elsewhere))
    try await silent.renewLease()
    _ = try await culprit.noteBeginning(of: ["a"], worker: "intake", alone: true)
    try await stage.silence()
    let ours = try await stage.open(ProcessInstance())
    try await ours.renewLease()
    #expect(try await stage.processes() == 2)
    #expect(try await ours.noteBeginning(of: ["a"], worker: "intake", alone: true) == ["a": Crashes(alone: 1)])
  }

  @Test("If the operating system tells nothing about processes, the lease decides whether a process is alive")
  func noProc() {
    let unknown = ProcessInstance(id: "1", host: "", pid: 7, startedAt: 0)
    #expect(unknown.isGone(seenFrom: unknown) == nil)
    #expect(ProcessInstance.elsewhere.isGone(seenFrom: ProcessInstance()) == nil)
  }
}

extension ProcessInstance {
  fileprivate static var elsewhere: ProcessInstance {
    ProcessInstance(id: UUID().uuidString.lowercased(), host: "another machine", pid: 1, startedAt: 1)
  }
}

/// A program that waits to be killed.
private final class Child {
  let pid: pid_t

  init() throws {
    // Foundation's Process would collect the child's status at once, so the child would never be a zombie.
    var pid: pid_t = 0
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("600"), nil]
    let failure = posix_spawn(&pid, "/bin/sleep", nil, nil, &arguments, nil)
    for argument in arguments { free(argument) }
    guard failure == 0 else { throw Program.Failure(description: "/bin/sleep did not start") }
    self.pid = pid
  }

  private var isBuried = false

  func kill(andBury buries: Bool = true) {
    // The child's process id may belong to another process by now.
    guard !isBuried else { return }
    Foundation.kill(pid, SIGKILL)
    guard buries else { return }
    waitpid(pid, nil, 0)
    isBuried = true
  }

  deinit { kill() }
}

/// A store that several processes open.
private struct Stage {
  private let folder: TemporaryFolder?
  private let database: TemporaryDatabase?

  init(_ kind: ProcessTests.Kind) async throws {
    folder = kind == .sqlite ? try TemporaryFolder() : nil
    database = kind == .postgres ? try await TemporaryDatabase.migrated() : nil
  }

  func open(_ process: ProcessInstance) async throws -> any AdmissionStore {
    if let database { return try await PostgresStore.open(database.url, process: process) }
    let path = folder?.file().path ?? ""
    return try await SQLiteStore(SQLiteFile(path: path, busySeconds: 5), process: process)
  }

  /// Makes all processes look as if they had given no sign of life for two days.
  func silence() async throws { _ = try await ask("UPDATE worker_process SET renewed_at = renewed_at - 172800000") }

  func processes() async throws -> Int? { try await ask("SELECT count(*) FROM worker_process").flatMap(Int.init) }

  private func ask(_ statement: String) async throws -> String? {
    if let database { return try database.connection().value(statement) }
    return try await folder?.open().onDatabase { try String.fetchOne($0, sql: statement) }
  }
}
