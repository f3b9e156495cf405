import PostgresClient
public import WorkerRuntime

extension PostgresStore {
  public func noteBeginning(of message: String, worker: String) async throws(StoreError) -> Int {
    try onConnection { connection in
      let earlier = try connection.value(
        """
        INSERT INTO crash_suspect AS suspect (worker, message, beginnings) VALUES ($1, $2, 1)
        ON CONFLICT (worker, message) DO UPDATE SET beginnings = suspect.beginnings + 1 RETURNING beginnings - 1
        """, [worker, message])
      return earlier.flatMap(Int.init) ?? 0
    }
  }

  public func noteEnd(of message: String, worker: String) async throws(StoreError) {
    _ = try onConnection { connection in
      try connection.value("DELETE FROM crash_suspect WHERE worker = $1 AND message = $2", [worker, message])
    }
  }
}
