import PostgresClient
public import QueueContracts
public import WorkerRuntime

extension PostgresStore {
  public func prune(before time: Timestamp, limit: Int) async throws(StoreError) -> PrunedRows {
    try await onConnection { connection in
      try connection.transaction { _ in
        var removed = PrunedRows()
        for old in OldRows.all where removed.count < limit {
          removed[keyPath: old.count] = try old.remove(
            limit - removed.count, before: time.milliseconds, connection)
        }
        return removed
      }
    }
  }

  public func prunable(before time: Timestamp) async throws(StoreError) -> PrunedRows {
    try await onConnection { connection in
      try connection.patientTransaction {
        var found = PrunedRows()
        for old in OldRows.all {
          found[keyPath: old.count] = try old.found(before: time.milliseconds, connection)
        }
        return found
      }
    }
  }
}

/// The rows of one table that are forgotten one day.
private struct OldRows {
  let count: WritableKeyPath<PrunedRows, Int>
  let table: String
  /// True of an old row; has a time in milliseconds as its first parameter.
  let isOld: String
  /// True of what is old already, or is as soon as the other rows are removed.
  var willBeOld: String?

  /// Notes before their processes.
  static var all: [OldRows] {
    [
      OldRows(count: \.inbox, table: "inbox", isOld: "recorded_at < $1::bigint"),
      OldRows(count: \.deliveryEvents, table: "detour", isOld: "last_at < $1::bigint"),
      OldRows(
        count: \.crashNotes, table: "crash_note",
        isOld: "process IN (SELECT id FROM worker_process WHERE renewed_at < $1::bigint)"),
      OldRows(
        count: \.processes, table: "worker_process",
        isOld: "renewed_at < $1::bigint AND NOT EXISTS (SELECT FROM crash_note WHERE process = worker_process.id)",
        willBeOld: "renewed_at < $1::bigint"),
    ]
  }

  /// Removes rows that nobody else has locked: who removes them too, or changes them, is not waited for.
  func remove(_ limit: Int, before milliseconds: Int64, _ connection: PostgresConnection) throws -> Int {
    let removed = try connection.value(
      """
      WITH removed AS (
        DELETE FROM \(table) WHERE ctid = ANY (ARRAY (
          SELECT ctid FROM \(table) WHERE \(isOld) LIMIT $2::bigint FOR UPDATE SKIP LOCKED
        )) RETURNING 1
      )
      SELECT count(*) FROM removed
      """, ["\(milliseconds)", "\(limit)"])
    return removed.flatMap(Int.init) ?? 0
  }

  func found(before milliseconds: Int64, _ connection: PostgresConnection) throws -> Int {
    let found = try connection.value(
      "SELECT count(*) FROM \(table) WHERE \(willBeOld ?? isOld)", ["\(milliseconds)"])
    return found.flatMap(Int.init) ?? 0
  }
}
