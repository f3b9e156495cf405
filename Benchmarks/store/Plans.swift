import GRDB
import WorkerStore

/// Prints SQLite's query plans for the store's queries.
struct Plans {
  let path: String

  func show() async throws {
    let database = try DatabaseQueue(path: path)
    try await database.read { db in
      for statement in SQLiteStore.hotStatements {
        let count = statement.count { $0 == "?" }
        let values = StatementArguments([Int](repeating: 1, count: count))
        print(statement)
        for step in try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(statement)", arguments: values) {
          print("    \(step["detail"] ?? "")")
        }
      }
    }
  }
}
