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
        for table in PrunedTable.all where removed.count < limit {
          removed[keyPath: table.count] = try table.remove(limit - removed.count, before: time.milliseconds, db)
        }
        return removed
      }
    }
  }

  /// Counts the rows that ``prune(before:limit:)`` would delete if it had no limit.
  public func prunable(before time: Timestamp) throws(StoreError) -> PrunedRows {
    try onDatabase { db in
      var found = PrunedRows()
      for table in PrunedTable.all { found[keyPath: table.count] = try table.found(before: time.milliseconds, db) }
      return found
    }
  }
}

/// A table from which retention removes old rows.
private struct PrunedTable {
  let count: WritableKeyPath<PrunedRows, Int>
  let name: String
  let key: String
  /// The condition of an old row; its first parameter is a time in milliseconds.
  let condition: String
  /// The condition by which ``found(before:_:)`` counts; nil if it is `condition`.
  ///
  /// An old process is counted even if crash notes refer to it, because these notes are deleted before the process.
  var countCondition: String?

  /// All tables; crash notes come before the processes that they refer to.
  static var all: [PrunedTable] {
    [
      PrunedTable(count: \.inbox, name: "inbox", key: "rowid", condition: "recorded_at < ?"),
      PrunedTable(count: \.deliveryEvents, name: "detour", key: "worker, message_id, kind", condition: "last_at < ?"),
      PrunedTable(
        count: \.crashNotes, name: "crash_note", key: "worker, message, process",
        condition: "process IN (SELECT id FROM worker_process WHERE renewed_at < ?)"),
      PrunedTable(
        count: \.processes, name: "worker_process", key: "id",
        condition: "renewed_at < ? AND NOT EXISTS (SELECT 1 FROM crash_note WHERE process = worker_process.id)",
        countCondition: "renewed_at < ?"),
    ]
  }

  func remove(_ limit: Int, before milliseconds: Int64, _ db: Database) throws -> Int {
    let statement = try db.cachedStatement(
      sql: "DELETE FROM \(name) WHERE (\(key)) IN (SELECT \(key) FROM \(name) WHERE \(condition) LIMIT ?)")
    try statement.execute(arguments: [milliseconds, limit])
    return db.changesCount
  }

  func found(before milliseconds: Int64, _ db: Database) throws -> Int {
    let sql = "SELECT count(*) FROM \(name) WHERE \(countCondition ?? condition)"
    return try Int.fetchOne(db, sql: sql, arguments: [milliseconds]) ?? 0
  }
}
