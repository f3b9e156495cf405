import PostgresClient
import WorkerRuntime

/// The tables of the crash log: the worker processes, and the messages that each process has in hand.
///
/// Times are those of the database, because the clocks of several machines differ.
struct PostgresCrashNotes {
  let connection: PostgresConnection
  let process: ProcessInstance

  private struct Key: Encodable {
    let worker: String
    let message: String
    let process: String
    let alone: Bool
  }

  private static let now = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint"

  /// Stores the time of this call as the process's last sign of life.
  ///
  /// - Returns: true if the process was not known before.
  func renew() throws -> Bool {
    try connection.value(
      """
      INSERT INTO worker_process (id, host, pid, started_at, renewed_at)
      VALUES ($1::uuid, $2, $3::integer, $4::bigint, \(Self.now))
      ON CONFLICT (id) DO UPDATE SET renewed_at = excluded.renewed_at RETURNING xmax = 0
      """, [process.id, process.host, "\(process.pid)", "\(process.startedAt)"]) == "t"
  }

  /// Deletes processes that have been silent for a day and have left no note.
  func forgetProcesses() throws {
    try connection.value(
      """
      DELETE FROM worker_process WHERE renewed_at < \(Self.now) - 86400000
      AND NOT EXISTS (SELECT FROM crash_note WHERE process = worker_process.id)
      """)
  }

  /// Notes the messages, stores a sign of life of this process, and returns other processes' notes of these messages.
  func begin(_ messages: [String], worker: String, alone: Bool) throws -> [CrashNote] {
    // The query sees the notes from before this statement, not the rows that the statement adds.
    let changes = """
      WITH renewed AS (
        INSERT INTO worker_process (id, host, pid, started_at, renewed_at)
        VALUES ($1::uuid, $2, $3::integer, $4::bigint, \(Self.now))
        ON CONFLICT (id) DO UPDATE SET renewed_at = excluded.renewed_at
      ), noted AS (
        INSERT INTO crash_note (worker, message, process, alone)
        SELECT worker, message, process, alone FROM json_populate_recordset(NULL::crash_note, $5) ORDER BY message
        ON CONFLICT (worker, message, process) DO UPDATE SET alone = excluded.alone
      )
      """
    return try connection.rows(
      """
      SELECT message, alone, process, host, pid, started_at,
      renewed_at < \(Self.now) - \(processLeaseSeconds * 1000) AS is_silent
      FROM crash_note JOIN worker_process ON id = process
      WHERE worker = $6 AND message = ANY (ARRAY (SELECT value FROM json_array_elements_text($7)))
      AND process <> $1::uuid
      """,
      [
        process.id, process.host, "\(process.pid)", "\(process.startedAt)",
        PostgresConnection.json(
          Set(messages).map { Key(worker: worker, message: $0, process: process.id, alone: alone) }),
        worker, keyList(messages),
      ], after: changes)
  }

  func end(_ messages: [String], worker: String, settled: Bool) throws {
    // The rows are locked in a fixed order. Otherwise two processes that settle the same messages could wait for each
    // other.
    try connection.value(
      """
      WITH ended AS (
        SELECT message, process FROM crash_note
        WHERE worker = $1 AND message = ANY (ARRAY (SELECT value FROM json_array_elements_text($2)))
        AND ($3::boolean OR process = $4::uuid) ORDER BY message, process FOR UPDATE
      )
      DELETE FROM crash_note USING ended WHERE crash_note.worker = $1
      AND crash_note.message = ended.message AND crash_note.process = ended.process
      """, [worker, keyList(messages), settled ? "true" : "false", process.id])
  }
}
