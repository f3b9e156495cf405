import GRDB
public import WorkerRuntime

extension SQLiteStore {
  private func noteBeginning(of message: String, worker: String) throws(StoreError) -> Int {
    try onDatabase { db in
      let sql = """
        INSERT INTO crash_suspect (worker, message, beginnings) VALUES (?, ?, 1)
        ON CONFLICT DO UPDATE SET beginnings = beginnings + 1 RETURNING beginnings - 1
        """
      return try Int.fetchOne(db, sql: sql, arguments: [worker, message]) ?? 0
    }
  }

  private func noteEnd(of message: String, worker: String) throws(StoreError) {
    try onDatabase { db in
      try db.execute(sql: "DELETE FROM crash_suspect WHERE worker = ? AND message = ?", arguments: [worker, message])
    }
  }

  public func noteBeginning(
    of messages: [String], worker: String, alone: Bool
  ) async throws(StoreError) -> [String: Crashes] {
    var crashes: [String: Crashes] = [:]
    for message in messages { crashes[message] = Crashes(alone: try noteBeginning(of: message, worker: worker)) }
    return crashes
  }

  public func noteEnd(of messages: [String], worker: String, settled: Bool) async throws(StoreError) {
    for message in messages { try noteEnd(of: message, worker: worker) }
  }

  public func renewLease() async throws(StoreError) {}
}
