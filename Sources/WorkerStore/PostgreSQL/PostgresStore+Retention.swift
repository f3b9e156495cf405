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
        for table in PrunedTable.all where removed.count < limit {
          removed[keyPath: table.count] = try table.remove(
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
        for table in PrunedTable.all {
          found[keyPath: table.count] = try table.found(before: time.milliseconds, connection)
        }
        return found
      }
    }
  }
}

/// A table from which retention removes old rows.
private struct PrunedTable {
  let count: WritableKeyPath<PrunedRows, Int>
  let name: String
  /// The condition of an old row; its first parameter is a time in milliseconds.
  let condition: String
  /// The condition by which old rows are counted; nil if it is ``condition``.
  ///
  /// It differs for processes, because an old process is deleted only after the crash notes that refer to it.
  var countCondition: String?

  /// All tables from which rows are removed; crash notes come before the processes that they refer to.
  static var all: [PrunedTable] {
    [
      PrunedTable(count: \.inbox, name: "inbox", condition: "recorded_at < $1::bigint"),
      PrunedTable(count: \.deliveryEvents, name: "detour", condition: "last_at < $1::bigint"),
      PrunedTable(
        count: \.crashNotes, name: "crash_note",
        condition: "process IN (SELECT id FROM worker_process WHERE renewed_at < $1::bigint)"),
      PrunedTable(
        count: \.processes, name: "worker_process",
        condition: "renewed_at < $1::bigint AND NOT EXISTS (SELECT FROM crash_note WHERE process = worker_process.id)",
        countCondition: "renewed_at < $1::bigint"),
    ]
  }

  /// Deletes old rows, except those that another transaction has locked.
  func remove(_ limit: Int, before milliseconds: Int64, _ connection: PostgresConnection) throws -> Int {
    let removed = try connection.value(
      """
      WITH removed AS (
        DELETE FROM \(name) WHERE ctid = ANY (ARRAY (
          SELECT ctid FROM \(name) WHERE \(condition) LIMIT $2::bigint FOR UPDATE SKIP LOCKED
        )) RETURNING 1
      )
      SELECT count(*) FROM removed
      """, ["\(milliseconds)", "\(limit)"])
    return removed.flatMap(Int.init) ?? 0
  }

  func found(before milliseconds: Int64, _ connection: PostgresConnection) throws -> Int {
    let found = try connection.value(
      "SELECT count(*) FROM \(name) WHERE \(countCondition ?? condition)", ["\(milliseconds)"])
    return found.flatMap(Int.init) ?? 0
  }
}
