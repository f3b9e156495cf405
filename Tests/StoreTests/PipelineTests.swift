import Admission
import Foundation
import PostgresClient
import Testing
import WorkerRuntime
@testable import WorkerStore
import WorkerTesting

/// Tests statements that are sent to PostgreSQL together.
struct PipelineTests {
  @Test("Values arrive as they were sent: null, empty lists, other scripts, the largest numbers")
  func values() throws {
    let connection = try TemporaryDatabase().connection()
    let (uuid, texts) = (UUID(), ["Әлия", nil, "", "{\"a\",NULL}", String(repeating: "қ", count: 100_000)])
    let numbers = [Int64.min, -1, nil, 0, .max]
    var pipeline = PostgresPipeline()
    let statement = PreparedStatement(
      """
      SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[]), (SELECT $4::text, $5::bigint, 7::smallint, -7::integer) AS one
      """)
    let scalars: [PostgresValue] = [.text("'; --"), .number(.min)]
    let full = pipeline.add(statement, [.uuids([uuid]), .texts(texts), .numbers(numbers)] + scalars)
    let empty = pipeline.add(statement, [.uuids([]), .texts([]), .numbers([])] + scalars)
    let answers = try connection.answers(to: pipeline)
    let rows = answers[full]
    #expect(rows.uuid(0, 0) == uuid && rows.uuid(1, 0) == nil)
    #expect(rows.indices.map { rows.text($0, 1) } == texts)
    #expect(rows.indices.map { rows.number($0, 2) } == numbers)
    #expect(rows.text(0, 3) == "'; --" && rows.number(0, 4) == .min)
    #expect(rows.number(0, 5) == 7 && rows.number(0, 6) == -7)
    #expect(answers[empty].count == 0)
  }

  @Test("Statements after a failed statement are not run, and the connection stays open")
  func failure() throws {
    let connection = try TemporaryDatabase().connection()
    try connection.value("CREATE TABLE word (text text NOT NULL)")
    func words(_ words: [String?]) -> PostgresPipeline {
      var pipeline = PostgresPipeline()
      pipeline.add(PreparedStatement("BEGIN"))
      for word in words {
        pipeline.add(PreparedStatement("INSERT INTO word SELECT unnest($1::text[])"), [.texts([word])])
      }
      pipeline.add(PreparedStatement("COMMIT"))
      return pipeline
    }
    let error = #expect(throws: PostgresError.self) { _ = try connection.answers(to: words(["one", nil, "two"])) }
    #expect(error?.state == "23502")
    try connection.value("ROLLBACK")
    #expect(throws: PostgresError.self) { _ = try connection.answers(to: words(["a\0b"])) }
    try connection.value("ROLLBACK")
    for _ in 1...2 { _ = try connection.answers(to: words(["three", "four"])) }
    #expect(try connection.value("SELECT string_agg(text, ' ') FROM word") == "three four three four")
    #expect(connection.isOpen)
  }

  @Test("Statements and answers that are larger than the socket buffers do not block each other")
  func flood() throws {
    let connection = try TemporaryDatabase().connection()
    let text = String(repeating: "x", count: 1_000_000)
    var pipeline = PostgresPipeline()
    for _ in 1...20 { pipeline.add(PreparedStatement("SELECT $1::text"), [.text(text)]) }
    #expect(try connection.answers(to: pipeline).allSatisfy { $0.text(0, 0) == text })
  }

  @Test("A connection whose prepared statements are gone is abandoned, and the store works on a new one")
  func forgotten() async throws {
    let store = try await TemporaryDatabase.migrated().open()
    try await store.change { $1.enter(StoreSample.application(1)) }
    try await store.onConnection { _ = try $0.value("DEALLOCATE ALL") }
    await #expect(throws: StoreError.self) { try await store.change { $1.enter(StoreSample.application(2)) } }
    try await store.change { $1.enter(StoreSample.application(2)) }
    #expect(try await store.application(StoreSample.id(2)) != nil)
  }

  @Test("A batch's queries find rows by index, even if the queries were planned while the tables were empty")
  func plans() async throws {
    let connection = try await TemporaryDatabase.migrated().connection()
    try connection.run("BEGIN; \(PostgresPipeline.plans.text.replacing("true)", with: "false)"))")
    let statements: [(PreparedStatement, conditions: [String])] = [
      (PostgresApplications.locked, ["(id = id.id)"]),
      (PostgresApplications.ofFamilies, ["(child_iin = child.child)", "(id = (unnest"]),
      (
        PostgresApplications.ofFamiliesAndSlips,
        ["(child_iin = child.child)", "(from_school_bin = key.from_school_bin) AND (number = key.number)"]
      ),
      (PostgresApplications.rewritten, ["(id = changed.id)"]),
      (PostgresApplications.updated, ["(id = changed.id)"]),
      (
        PostgresArrivals.locked,
        ["(school_bin = key.school_bin) AND (year = (key.year)::integer)"]
      ),
      (PostgresArrivals.changed, ["(school_bin = changed.school_bin) AND (year = (changed.year)::integer)"]),
      (PostgresHistory.known, ["(entry_id = key.key)"]),
      (PostgresInbox.known, ["((worker = key.worker) AND (message_id = key.message_id))"]),
      (PostgresSignatures.known, ["(signature = key.key)"]),
      (PostgresSlips.locked, ["from_school_bin = key.from_school_bin", "number = key.number"]),
      (PostgresSlips.changed, ["(from_school_bin = changed.from_school_bin) AND (number = changed.number)"]),
    ]
    for (place, (statement, conditions)) in statements.enumerated() {
      let count = (1...20).last { statement.text.contains("$\($0)::") } ?? 0
      try connection.run("PREPARE asked\(place) AS \(statement.text)")
      let nothing = Array(repeating: "NULL", count: count).joined(separator: ", ")
      let plan = try #require(try connection.value("EXPLAIN (FORMAT JSON) EXECUTE asked\(place) (\(nothing))"))
      #expect(!plan.contains("Seq Scan"), "\(plan)")
      for condition in conditions { #expect(plan.contains(condition), "\(plan)") }
    }
  }
}
