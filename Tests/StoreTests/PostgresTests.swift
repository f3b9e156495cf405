import Admission
import Dispatch
import Foundation
import PostgresClient
import QueueContracts
import Testing
import WorkerBase
import WorkerRuntime
@testable import WorkerStore
import WorkerTesting

struct PostgresTests {
  // MARK: - Tables

  @Test("The error for a database without tables names the command that creates them, and that command works")
  func migration() async throws {
    let database = try TemporaryDatabase()
    let error = await #expect(throws: SettingsError.self) { _ = try await database.open() }
    #expect(error?.key == "STORE_URL")
    let version = "missing (version 0 of \(PostgresSchema.versions.count))"
    #expect(error?.problem.contains("\(version); run: admissionctl store migrate") == true)

    #expect(try await PostgresStore.migrate(database.url) == PostgresSchema.versions.count)
    let store = try await database.open()
    try await store.change { $1.enter(StoreSample.application(1)) }
    #expect(try await PostgresStore.migrate(database.url) == PostgresSchema.versions.count)
    #expect(try await store.application(StoreSample.id(1)) == StoreSample.application(1))
  }

  @Test("Many processes may bring a database up to date at once")
  func migrationTogether() async throws {
    let database = try TemporaryDatabase()
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 1...8 { group.addTask { try await PostgresStore.migrate(database.url) } }
      for try await version in group { #expect(version == PostgresSchema.versions.count) }
    }
  }

  @Test("A newer version's tables are left alone")
  func newerVersion() async throws {
    let database = try await TemporaryDatabase.migrated()
    try database.connection().value("UPDATE store_version SET version = 99")
    for work in [{ _ = try await database.open() }, { _ = try await PostgresStore.migrate(database.url) }] {
      let error = await #expect(throws: SettingsError.self) { try await work() }
      #expect(error?.problem.contains("a newer version has changed (99, this one knows") == true)
    }
  }

  @Test("Another program's tables are left alone")
  func foreign() async throws {
    let database = try TemporaryDatabase()
    let connection = try database.connection()
    try connection.value("CREATE TABLE inbox (letter text)")
    let error = await #expect(throws: SettingsError.self) { _ = try await PostgresStore.migrate(database.url) }
    #expect(error?.problem.contains("another program") == true)
    #expect(try connection.value("SELECT to_regclass('store_version')") == nil)
  }

  // MARK: - Failing

  @Test("An unreachable server or a refused login makes the store unavailable, and no password is shown")
  func unreachable() async throws {
    let database = try TemporaryDatabase()
    let texts = [
      "postgres://qabyldau:secret@127.0.0.1:1/none", database.text.replacing(":qabyldau@", with: ":secret@"),
      database.text.replacing(/[^\/]+$/, with: "nowhere"),
    ]
    for (text, problem) in zip(texts, ["Connection refused", "password authentication failed", "does not exist"]) {
      let error = await #expect(throws: StoreError.self) { _ = try await StoreURL(text).open() }
      guard case .unavailable(let detail) = error else { continue }
      #expect(detail.contains(problem) && !detail.contains("secret"), "\(detail)")
    }
  }

  @Test("A lost connection makes one transaction fail, and no part of that transaction is written")
  func lostConnection() async throws {
    let database = try await TemporaryDatabase.migrated()
    let (store, killer) = (try await database.open(), try database.connection())
    try await store.change { $1.enter(StoreSample.application(1)) }
    let end =
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
      + "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    // The connection is ended twice: while nothing runs, and in the middle of a transaction.
    try killer.value(end)
    #expect(await failure { try await store.change { $1.enter(StoreSample.application(2)) } } == .unavailable)
    let error = await failure {
      try await store.change { _, ledger in
        _ = try? database.connection().value(end)
        ledger.enter(StoreSample.application(3))
      }
    }
    #expect(error == .unavailable)
    try await store.change { $1.enter(StoreSample.application(4)) }
    for (number, isThere) in [(1, true), (2, false), (3, false), (4, true)] {
      #expect(try await (store.application(StoreSample.id(number)) != nil) == isThere)
    }
  }

  @Test(
    "A connection to a server that only reads is given up, and the next try connects anew",
    arguments: ["a single statement", "a pipeline"])
  func standby(way: String) async throws {
    let store = try await PostgresStore.open(TemporaryDatabase.migrated().url, connections: 1)
    // As on a standby, the session refuses to write; a new session takes writes again.
    let write = "INSERT INTO inbox (worker, message_id, recorded_at, outputs) VALUES ('a', gen_random_uuid(), 1, '[]')"
    let work: @Sendable (PostgresConnection) throws -> Void = { connection in
      guard way == "a pipeline" else { return _ = try connection.value(write) }
      var pipeline = PostgresPipeline()
      pipeline.add(PreparedStatement(write))
      _ = try connection.answers(to: pipeline)
    }
    try await store.onConnection { _ = try $0.value("SET default_transaction_read_only = on") }
    let error = await #expect(throws: StoreError.self) { try await store.onConnection(work) }
    guard case .unavailable(let detail) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(detail.contains("the database is read-only"))
    try await store.onConnection(work)
    #expect(try await store.onConnection { try $0.value("SELECT count(*) FROM inbox") } == "1")
  }

  @Test("A connection whose server refuses a whole feature is given up, as when a standby refuses BEGIN READ WRITE")
  func refusedFeature() throws {
    let connection = try TemporaryDatabase().connection()
    let error = #expect(throws: PostgresError.self) {
      // A harmless statement with the same SQLSTATE; no test has a standby.
      try connection.value("SELECT 1 UNION SELECT 2 FOR UPDATE")
    }
    #expect(error?.state == "0A000")
    #expect(!connection.isOpen)
  }

  @Test("A host whose clock is ahead removes only what is old by the server's clock")
  func clockAhead() async throws {
    let store = try await TemporaryDatabase.migrated().open()
    let ages = [0, 59, 61]
    try await store.change(messages: ages.map(StoreSample.message)) { inbox, _ in
      for days in ages {
        let time = Timestamp.now.adding(seconds: -Int64(days) * 86_400)
        inbox.record(Inbox.Entry(outputs: [], recordedAt: time), for: StoreSample.message(days))
      }
    }
    let ahead = Timestamp.now.adding(seconds: 900 * 86_400)
    #expect(try await store.prunable(before: ahead, keepingDays: 60) == PrunedRows(inbox: 1))
    #expect(try await store.prune(before: ahead, keepingDays: 60, limit: 500) == PrunedRows(inbox: 1))
    let left = try await store.change(messages: ages.map(StoreSample.message)) { inbox, _ in inbox }
    #expect(ages.map { left[StoreSample.message($0)] != nil } == [true, true, false])
  }

  @Test("A statement that takes too long is ended, and the store works again afterwards")
  func statementTimeout() async throws {
    let database = try await TemporaryDatabase.migrated()
    let store = try await PostgresStore.open(database.url(adding: "options=-c%20statement_timeout%3D300"))
    let lock = try database.connection()
    try lock.run("BEGIN; LOCK TABLE application")
    let error = await #expect(throws: StoreError.self) {
      try await store.change { $1.enter(StoreSample.application(1)) }
    }
    #expect(error == .unavailable("a statement has taken too long (SQLSTATE 57014)"))
    try lock.value("COMMIT")
    try await store.change { $1.enter(StoreSample.application(1)) }
  }

  @Test("A connection to a server process that hangs is given up, and the store works on a new connection")
  func standstill() async throws {
    let database = try await TemporaryDatabase.migrated()
    let store = try await PostgresStore.open(database.url(adding: "options=-c%20statement_timeout%3D300"))
    let text = try await store.onConnection { try $0.value("SELECT pg_backend_pid()") }
    let backend = try #require(text.flatMap(pid_t.init))
    #expect(kill(backend, SIGSTOP) == 0)
    defer { kill(backend, SIGCONT) }
    let error = await #expect(throws: StoreError.self) {
      try await store.change { $1.enter(StoreSample.application(1)) }
    }
    #expect(error == .unavailable("the server did not answer within 5.3 seconds"))
    // The server starts another process for the new connection.
    try await store.change { $1.enter(StoreSample.application(1)) }
  }

  @Test("Statements have a time limit and commits are on the disk, whatever the server's defaults are")
  func session() async throws {
    let database = try await TemporaryDatabase.migrated()
    let name = try #require(database.text.split(separator: "/").last)
    try database.connection().value("ALTER DATABASE \(name) SET synchronous_commit = off")
    let store = try await database.open()
    func setting(_ name: String) async throws -> String? {
      try await store.onConnection { try $0.value("SHOW \(name)") }
    }
    #expect(try await setting("statement_timeout") == "30s")
    #expect(try await setting("idle_in_transaction_session_timeout") == "30s")
    #expect(try await setting("synchronous_commit") == "on")
  }

  @Test("Stores that wait for PostgreSQL do not keep other tasks from running")
  func waitingPool() async throws {
    let database = try await TemporaryDatabase.migrated()
    let lock = try database.connection()
    try lock.run("BEGIN; LOCK TABLE application")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...(ProcessInfo.processInfo.activeProcessorCount + 2) {
        let store = try await database.open()
        group.addTask { try await store.change { $1.enter(StoreSample.application(number)) } }
      }
      for _ in 1...20 { try await Task.sleep(for: .milliseconds(5)) }
      try lock.value("COMMIT")
      try await group.waitForAll()
    }
  }

  // MARK: - Several at once

  @Test("Transactions that PostgreSQL rolls back because of a conflict are run again", .timeLimit(.minutes(2)))
  func deadlock() async throws {
    let database = try await TemporaryDatabase.migrated()
    let stores = [try await database.open(), try await database.open()]
    try await stores[0].onConnection {
      try $0.run("CREATE TABLE pair (id int, value int); INSERT INTO pair VALUES (0, 0), (1, 0)")
    }
    let gate = Gate(2)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, store) in stores.enumerated() {
        group.addTask {
          try await store.onConnection { connection in
            try connection.transaction { _ in
              try connection.value("UPDATE pair SET value = value + 1 WHERE id = \(number)")
              gate.arrive()
              try connection.value("UPDATE pair SET value = value + 1 WHERE id = \(1 - number)")
            }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try database.connection().value("SELECT string_agg(value::text, ' ') FROM pair") == "2 2")
  }

  // MARK: -

  private enum Kind { case unavailable, rejected, none }

  private func failure(_ work: () async throws -> Void) async -> Kind? {
    do { try await work() } catch {
      return switch error as? StoreError {
      case .unavailable: .unavailable
      case .rejected: .rejected
      case nil: nil
      }
    }
    return Kind.none
  }
}

/// Blocks threads until the expected number of threads has arrived.
private final class Gate: Sendable {
  private let condition = NSCondition()
  private nonisolated(unsafe) var missing: Int

  init(_ count: Int) { missing = count }

  func arrive() {
    condition.withLock {
      missing -= 1
      condition.broadcast()
      while missing > 0 { condition.wait() }
    }
  }
}
