import GRDB
public import QueueContracts
public import WorkerRuntime

extension SQLiteStore {
  /// Deletes at most `limit` rows of inbox, delivery events and crash log that are older than `time`, in one
  /// transaction.
  public func prune(before time: Timestamp, limit: Int) throws(StoreError) -> PrunedRows {
    try onDatabase { db in
      try db.transaction {
        var removed = PrunedRows()
        for old in OldRows.all where removed.count < limit {
          removed[keyPath: old.count] = try old.remove(limit - removed.count, before: time.milliseconds, db)
        }
        return removed
      }
    }
  }

  /// Counts the rows that ``prune(before:limit:)`` would delete if it had no limit.
  public func prunable(before time: Timestamp) throws(StoreError) -> PrunedRows {
    try onDatabase { db in
      var found = PrunedRows()
      for old in OldRows.all { found[keyPath: old.count] = try old.found(before: time.milliseconds, db) }
      return found
    }
  }
}

/// The rows of one table that retention removes.
private struct OldRows {
  let count: WritableKeyPath<PrunedRows, Int>
  let table: String
  let key: String
  /// The condition of an old row; its first parameter is a time in milliseconds.
  let isOld: String
  /// The condition by which ``found(before:_:)`` counts; nil if it is `isOld`.
  ///
  /// An old process is counted even if crash notes refer to it, because these notes are deleted before the process.
  var countedAsOld: String?

  /// All tables; crash notes come before the processes that they refer to.
  static var all: [OldRows] {
    [
      OldRows(count: \.inbox, table: "inbox", key: "rowid", isOld: "recorded_at < ?"),
      OldRows(count: \.deliveryEvents, table: "detour", key: "worker, message_id, kind", isOld: "last_at < ?"),
      OldRows(
        count: \.crashNotes, table: "crash_note", key: "worker, message, process",
        isOld: "process IN (SELECT id FROM worker_process WHERE renewed_at < ?)"),
      OldRows(
        count: \.processes, table: "worker_process", key: "id",
        isOld: "renewed_at < ? AND NOT EXISTS (SELECT 1 FROM crash_note WHERE process = worker_process.id)",
        countedAsOld: "renewed_at < ?"),
    ]
  }

  func remove(_ limit: Int, before milliseconds: Int64, _ db: Database) throws -> Int {
    let statement = try db.cachedStatement(
      sql: "DELETE FROM \(table) WHERE (\(key)) IN (SELECT \(key) FROM \(table) WHERE \(isOld) LIMIT ?)")
    try statement.execute(arguments: [milliseconds, limit])
    return db.changesCount
  }

  func found(before milliseconds: Int64, _ db: Database) throws -> Int {
    let sql = "SELECT count(*) FROM \(table) WHERE \(countedAsOld ?? isOld)"
    return try Int.fetchOne(db, sql: sql, arguments: [milliseconds]) ?? 0
  }
}
