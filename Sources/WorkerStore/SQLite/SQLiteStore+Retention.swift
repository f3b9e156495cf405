import GRDB
public import QueueContracts
public import WorkerRuntime

extension SQLiteStore {
  /// Deletes at most `limit` rows of inbox, delivery events and crash log that are older than `time`, in one
  /// transaction.
  ///
  /// The days do not count: the file is on this machine, so there is no other clock than the caller's.
  public func prune(before time: Timestamp, keepingDays days: Int?, limit: Int) throws(StoreError) -> PrunedRows {
    try onDatabase { db in
      try db.transaction {
        try PrunedTable.pruneAll(before: "?", limit: limit) { table, limit in
          let statement = try db.cachedStatement(
            sql: """
              DELETE FROM \(table.name) WHERE (\(table.key)) IN (
                SELECT \(table.key) FROM \(table.name) WHERE \(table.condition) LIMIT ?
              )
              """)
          try statement.execute(arguments: [time.milliseconds, limit])
          return db.changesCount
        }
      }
    }
  }

  /// Counts the rows that ``prune(before:keepingDays:limit:)`` would delete if it had no limit.
  public func prunable(before time: Timestamp, keepingDays days: Int?) throws(StoreError) -> PrunedRows {
    try onDatabase { db in
      try PrunedTable.countAll(before: "?") { table in
        let sql = "SELECT count(*) FROM \(table.name) WHERE \(table.countCondition)"
        return try Int.fetchOne(db, sql: sql, arguments: [time.milliseconds]) ?? 0
      }
    }
  }
}
