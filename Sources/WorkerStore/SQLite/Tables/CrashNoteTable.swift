import GRDB
import WorkerRuntime

/// The tables of the crash log: the worker processes, and the messages that each process has in hand.
struct CrashNoteTable {
  let db: Database
  let worker: String
  let process: ProcessInstance

  /// Stores the time of this call as the process's last sign of life.
  ///
  /// - Returns: true if the process was not known before.
  @discardableResult
  static func renew(_ process: ProcessInstance, _ db: Database, at now: Int64) throws -> Bool {
    let renewing = try db.cachedStatement(sql: "UPDATE worker_process SET renewed_at = ? WHERE id = ?")
    try renewing.execute(arguments: [now, process.id])
    guard db.changesCount == 0 else { return false }
    let statement = try db.cachedStatement(
      sql: "INSERT INTO worker_process (id, host, pid, started_at, renewed_at) VALUES (?, ?, ?, ?, ?)")
    try statement.execute(arguments: [process.id, process.host, process.pid, Int64(process.startedAt), now])
    return true
  }

  /// Deletes processes that have been silent for a day and have left no note.
  static func forgetProcesses(_ db: Database, at now: Int64) throws {
    try db.execute(
      sql: """
        DELETE FROM worker_process WHERE renewed_at < ?
        AND NOT EXISTS (SELECT 1 FROM crash_note WHERE process = worker_process.id)
        """, arguments: [now - 86_400_000])
  }

  /// Notes the messages, and returns other processes' notes of these messages.
  func begin(_ messages: [String], alone: Bool, at now: Int64) throws -> [CrashNote] {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO crash_note (worker, message, process, alone) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET alone = excluded.alone
        """)
    for message in messages { try statement.execute(arguments: [worker, message, process.id, alone]) }
    let others = try db.cachedStatement(
      sql: """
        SELECT message, alone, process, host, pid, started_at, renewed_at < ?
        FROM crash_note JOIN worker_process ON id = process
        WHERE worker = ? AND message IN (SELECT value FROM json_each(?)) AND process <> ?
        """)
    let limit = now - Int64(processLeaseSeconds) * 1000
    return try Row.fetchAll(others, arguments: [limit, worker, keyList(messages), process.id]).map { row in
      CrashNote(
        message: try row.decode(atIndex: 0), alone: try row.decode(atIndex: 1), process: try row.decode(atIndex: 2),
        host: try row.decode(atIndex: 3), pid: try row.decode(atIndex: 4),
        startedAt: UInt64(try row.decode(Int64.self, atIndex: 5)), isSilent: try row.decode(atIndex: 6))
    }
  }

  func end(_ messages: [String], settled: Bool) throws {
    let statement = try db.cachedStatement(
      sql: """
        DELETE FROM crash_note WHERE worker = ? AND message IN (SELECT value FROM json_each(?)) AND (? OR process = ?)
        """)
    try statement.execute(arguments: [worker, keyList(messages), settled, process.id])
  }
}
