import Foundation
import GRDB
import PostgresClient
@testable import WorkerStore
import WorkerTesting

extension SQLiteStore: ExaminedStore {
  /// Makes this process's notes look like those of a process that has died.
  public func crashProcess() async throws {
    // A process counts as dead if its process id now belongs to a process that began at another time.
    try onDatabase { db in
      let gone = UUID().uuidString
      try db.execute(
        sql: "UPDATE worker_process SET id = ?, started_at = started_at + 1 WHERE id = ?",
        arguments: [gone, process.id])
      try db.execute(sql: "UPDATE crash_note SET process = ? WHERE process = ?", arguments: [gone, process.id])
    }
  }

  /// Reads or sets a pragma of the connection, and returns its value.
  func pragma(_ text: String) throws -> String? {
    try onDatabase { try String.fetchOne($0, sql: "PRAGMA \(text)") }
  }
}

extension PostgresStore: ExaminedStore {
  /// Makes this process's notes look like those of a process that has died.
  public func crashProcess() async throws {
    try await onConnection { connection in
      let gone = UUID().uuidString
      try connection.value(
        "UPDATE worker_process SET id = $1::uuid, started_at = started_at + 1 WHERE id = $2::uuid", [gone, process.id])
      try connection.value(
        "UPDATE crash_note SET process = $1::uuid WHERE process = $2::uuid", [gone, process.id])
    }
  }
}
