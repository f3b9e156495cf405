import PostgresClient
public import QueueContracts
public import WorkerRuntime

extension PostgresStore {
  /// Deletes at most `limit` rows of inbox, delivery events and crash log that are older than `time`, in one
  /// transaction.
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

  /// Counts the rows that ``prune(before:limit:)`` would delete if it had no limit.
  public func prunable(before time: Timestamp) async throws(StoreError) -> PrunedRows {
    try await onConnection { connection in
      try connection.longTransaction {
        var found = PrunedRows()
        for old in OldRows.all {
          found[keyPath: old.count] = try old.found(before: time.milliseconds, connection)
        }
        return found
      }
    }
  }
}

/// The rows of one table that retention removes.
private struct OldRows {
  let count: WritableKeyPath<PrunedRows, Int>
  let table: String
  /// The condition of an old row; its first parameter is a time in milliseconds.
  let isOld: String
  /// The condition by which old rows are counted; nil if it is ``isOld``.
  ///
  /// It differs for processes, because an old process is deleted only after the crash notes that refer to it.
  var countedAsOld: String?

  /// All tables from which rows are removed; crash notes come before the processes that they refer to.
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
        countedAsOld: "renewed_at < $1::bigint"),
    ]
  }

  /// Deletes old rows, except those that another transaction has locked.
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
      "SELECT count(*) FROM \(table) WHERE \(countedAsOld ?? isOld)", ["\(milliseconds)"])
    return found.flatMap(Int.init) ?? 0
  }
}
