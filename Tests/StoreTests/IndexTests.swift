import GRDB
import PostgresClient
import Testing
import TestTools
@testable import WorkerStore
import WorkerTesting

/// Tests that queries of large tables use an index.
struct IndexTests {
  @Test("No query for the books, for passed deadlines or for an applicant's turns reads a whole SQLite table")
  func sqlite() async throws {
    let folder = try TemporaryFolder()
    let store = try await folder.open()
    let questions: [(String, StatementArguments, index: String)] = [
      (SQLiteStore.submittedQuery, [1, 2, 1, "", 500], "COVERING INDEX application_submitted"),
      (SQLiteStore.unregisteredQuery, [1, 2], "COVERING INDEX service_history_occurred"),
      (SQLiteStore.latenessQuery, [1, 1, 2], "INDEX application_unanswered"),
      (ApplicantTurnTable.query, ["turns", 1], "INDEX sqlite_autoindex_inbox_1"),
      (SQLiteStore.childQuery, ["190101600001", 100], "INDEX application_of_child"),
      (ApplicationTable.byChild, ["190101600001"], "INDEX application_of_child"),
      (SQLiteStore.updatesQuery, [1, 200], "INDEX inbox_recorded"),
      (SQLiteStore.retriedQuery, ["notify", 1], "PRIMARY KEY"),
    ]
    for (query, arguments, index) in questions {
      let plan = try await store.onDatabase { db in
        try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(query)", arguments: arguments).map { "\($0["detail"] ?? "")" }
      }.joined(separator: "; ")
      #expect(plan.contains("USING \(index) ("), "\(plan)")
      #expect(!plan.contains("SCAN"), "\(plan)")
    }
  }

  @Test("The query for an application's earlier end reads that application's entries only, in SQLite")
  func earlierEnds() async throws {
    let folder = try TemporaryFolder()
    let store = try await folder.open()
    let queries = EventCountQueries(.sqlite).all.filter { $0.contains("AS earlier") }
    #expect(queries.count == 7)
    for query in queries {
      let plan = try await store.onDatabase { db in
        try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(query)", arguments: [1, 2]).map { "\($0["detail"] ?? "")" }
      }.joined(separator: "; ")
      #expect(plan.contains("SEARCH earlier USING COVERING INDEX service_history_of_application"), "\(plan)")
      #expect(!plan.contains("SCAN service_history"), "\(plan)")
    }
  }

  @Test("No query that runs for each message reads a whole table of SQLite", arguments: SQLiteStore.hotStatements)
  func hotStatements(_ sql: String) async throws {
    let folder = try TemporaryFolder()
    let store = try await folder.open()
    let plan = try await store.onDatabase { db in
      let values = StatementArguments([Int](repeating: 1, count: sql.count { $0 == "?" }))
      return try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: values).map { "\($0["detail"] ?? "")" }
    }
    #expect(!plan.isEmpty && !plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
  }

  @Test("No query for the books, for passed deadlines or for an applicant's turns reads a whole PostgreSQL table")
  func postgres() async throws {
    let database = try await TemporaryDatabase.migrated()
    let connection = try database.connection()
    // PostgreSQL reads a small table whole, even if there is an index.
    try connection.run(
      """
      INSERT INTO application (id, number, service, language, applicant_iin, child_iin, child_name, school_bin, campaign,
      submitted_at, due_by, state) SELECT gen_random_uuid(), n::text, 'enrolment', 'kk', 'x', n::text, 'x', 'x', 2026, n, n, 'refused'
      FROM generate_series(1, 20000) AS n;
      INSERT INTO service_history (entry_id, recipient_iin, application_id, occurred_at, step, entry)
      SELECT gen_random_uuid(), n::text, gen_random_uuid(), n, 11, '{}' FROM generate_series(1, 20000) AS n;
      INSERT INTO inbox (worker, message_id, recorded_at, outputs)
      SELECT CASE n % 3 WHEN 0 THEN 'notify' ELSE 'intake' END, gen_random_uuid(), n, '[]'
      FROM generate_series(1, 20000) AS n;
      ANALYZE
      """)
    let questions: [(String, [String?], index: String)] = [
      (PostgresStore.submittedQuery, ["100", "300", nil, nil, "500"], "application_submitted"),
      (
        PostgresStore.submittedQuery, ["100", "300", "200", "00000000-0000-0000-0000-000000000000", "500"],
        "application_submitted"
      ),
      (PostgresStore.unregisteredQuery, ["100", "300"], "service_history_occurred"),
      (PostgresStore.latenessQuery, ["100", "300"], "application_unanswered"),
      (PostgresApplicantTurns.query, [#"{"turns 10","turns 20"}"#, "5"], "inbox_pkey"),
      (PostgresStore.updatesQuery, ["100", "200"], "inbox_recorded"),
      (PostgresApplications.ofFamilies.text, ["{}", #"{"10","20"}"#], "application_of_child"),
    ]
    for (query, parameters, index) in questions {
      let plan = try connection.value("EXPLAIN (FORMAT JSON) \(query)", parameters) ?? ""
      #expect(plan.contains("\"\(index)\""), "\(plan)")
    }
  }
}
