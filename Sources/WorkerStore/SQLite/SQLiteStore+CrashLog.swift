import GRDB
public import WorkerRuntime

extension SQLiteStore {
  public func noteBeginning(of message: String, worker: String) async throws(StoreError) -> Int {
    try onDatabase { db in
      let sql = """
        INSERT INTO crash_suspect (worker, message, beginnings) VALUES (?, ?, 1)
        ON CONFLICT DO UPDATE SET beginnings = beginnings + 1 RETURNING beginnings - 1
        """
      return try Int.fetchOne(db, sql: sql, arguments: [worker, message]) ?? 0
    }
  }

  public func noteEnd(of message: String, worker: String) async throws(StoreError) {
    try onDatabase { db in
      try db.execute(sql: "DELETE FROM crash_suspect WHERE worker = ? AND message = ?", arguments: [worker, message])
    }
  }
}
