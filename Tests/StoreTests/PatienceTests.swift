import Admission
import Foundation
import PostgresClient
import QueueContracts
import Testing
import WorkerRuntime
@testable import WorkerStore
import WorkerTesting

/// Tests that an operator's queries may take longer than a worker's statements.
struct PatienceTests {
  enum Question: CaseIterable {
    case inProcessing, submitted, unregistered, arrivals

    func ask(_ store: PostgresStore) async throws {
      let time = StoreSample.time(0)..<StoreSample.time(9)
      switch self {
      case .inProcessing: _ = try await store.unanswered(dueBefore: StoreSample.time(0), after: nil, limit: 9)
      case .submitted: _ = try await store.applications(submitted: time, after: nil, limit: 9)
      case .unregistered: _ = try await store.unregistered(occurred: time)
      case .arrivals: _ = try await store.arrivals(year: 2026)
      }
    }
  }

  @Test("Bringing the tables up to date may take longer than a worker's statement", .timeLimit(.minutes(2)))
  func migration() async throws {
    let database = try TemporaryDatabase()
    let other = try database.connection()
    try other.value("SELECT pg_advisory_lock(hashtextextended('qabyldau store migrate', 0))")
    let version = try await waiting(database, releasing: { try other.value("SELECT pg_advisory_unlock_all()") }) {
      try await PostgresStore.migrate(database.url(adding: Self.shortLimit))
    }
    #expect(version == PostgresSchema.versions.count)
  }

  @Test(
    "The time limit on statements does not end a query of the books, but ends a worker's statement",
    .timeLimit(.minutes(2)),
    arguments: Question.allCases)
  func books(question: Question) async throws {
    let database = try await TemporaryDatabase.migrated()
    let store = try await PostgresStore.open(database.url(adding: Self.shortLimit), connections: 1)
    let other = try database.connection()
    try other.run("BEGIN; LOCK TABLE application")
    try await waiting(database, releasing: { try other.value("COMMIT") }) { try await question.ask(store) }

    try other.run("BEGIN; LOCK TABLE application")
    await #expect(throws: StoreError.unavailable("a statement has taken too long (SQLSTATE 57014)")) {
      try await store.change { $1.enter(StoreSample.application(1)) }
    }
    try other.value("COMMIT")
    #expect(try await store.onConnection { $0.answerSeconds } == 5.3)
  }

  /// A limit of 0.3 s for each statement; the client waits 5 s longer.
  private static let shortLimit = "options=-c%20statement_timeout%3D300"

  /// Runs `work`, and releases the test's lock when `work` has waited for it longer than a worker may wait.
  private func waiting<Value: Sendable>(
    _ database: TemporaryDatabase, releasing release: () throws -> Void,
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await work() }
      group.addTask {
        let watcher = try database.connection()
        let waits = """
          SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
          AND wait_event_type = 'Lock' AND query_start < clock_timestamp() - interval '6 s'
          """
        while try watcher.value(waits) == "0" { try await Task.sleep(for: .milliseconds(50)) }
        return nil
      }
      // This line waits for the watcher's task; if `work` fails before, the line throws the error of `work`.
      _ = try await group.next()
      try release()
      return try #require(try await group.next() ?? nil)
    }
  }
}
