import Admission
import Foundation
import GRDB
import PostgresClient
import QueueContracts
import Testing
import TestTools
import WorkerTesting
@testable import WorkerStore

/// Tests that a new version of the tables keeps the older data, and that older programs can work with the new tables.
struct SchemaTests {
  @Test(
    "A new version of the tables only adds tables, indexes and columns, which older programs can ignore",
    arguments: [Schema.versions, PostgresSchema.versions])
  func additions(_ versions: [String]) {
    for version in versions.dropFirst() {
      let statements = version.replacing(/--.*/, with: "").split(separator: ";")
        .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
      #expect(!statements.isEmpty)
      for statement in statements {
        let isAddition = statement.wholeMatch(of: /CREATE (TABLE|INDEX) [\s\S]*|ALTER TABLE \w+ ADD COLUMN \w+ \w+/)
        #expect(isAddition != nil, "\(statement)")
      }
    }
  }

  /// An application's row in version 8 of SQLite's tables, or in version 6 of PostgreSQL's tables.
  private static let olderRow = """
    INSERT INTO application (id, number, service, language, applicant_iin, child_iin, child_name, school_bin, campaign,
    submitted_at, due_by, state, arrival)
    VALUES ('\(StoreSample.id(1))', 'A1', 'enrolment', 'kk', '850101300004', 'child 1', 'Әлия Ә.', '950341000052',
    2026, \(StoreSample.application(1).submittedAt.milliseconds), \(StoreSample.application(1).dueBy.milliseconds),
    'inProcessing', 1)
    """

  @Test("A file of an older version is brought up to date, and its applications are unchanged")
  func olderFile() async throws {
    let folder = try TemporaryFolder()
    let queue = try DatabaseQueue(path: folder.file().path)
    try await queue.write { db in
      for version in Schema.versions[..<8] { try db.execute(sql: version) }
      try db.execute(sql: Self.olderRow)
      try db.execute(sql: "PRAGMA user_version = 8; PRAGMA application_id = \(0x5161_626C)")
    }
    try queue.close()
    try await check(folder.open())
  }

  @Test("A database of an older version is brought up to date, and its applications are unchanged")
  func olderDatabase() async throws {
    let database = try TemporaryDatabase()
    let connection = try database.connection()
    for version in PostgresSchema.versions[..<6] { try connection.run(version) }
    try connection.run(Self.olderRow)
    try connection.run("CREATE TABLE store_version (version integer NOT NULL); INSERT INTO store_version VALUES (6)")
    #expect(try await PostgresStore.migrate(database.url) == PostgresSchema.versions.count)
    try await check(try await database.open())
  }

  private func check(_ store: some ExaminedStore) async throws {
    let found = try #require(try await store.application(StoreSample.id(1)))
    #expect(found.state == .inProcessing && found.arrival == 1 && found.childName == "Әлия Ә.")
    #expect(found.grade == nil && found.receivedAt == nil)
    try await store.change(StoreSample.keys(applications: [1])) {
      $1.end(StoreSample.id(1), as: .withdrawn, at: StoreSample.time(5))
      $1.enter(StoreSample.application(2))
    }
    #expect(try await store.application(StoreSample.id(1))?.state == .withdrawn)
    #expect(try await store.application(StoreSample.id(2)) == StoreSample.application(2))
  }
}
