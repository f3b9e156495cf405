import PostgresClient
public import WorkerRuntime

extension PostgresStore {
  private func noteBeginning(of message: String, worker: String) throws(StoreError) -> Int {
    try onConnection { connection in
      let earlier = try connection.value(
        """
        INSERT INTO crash_suspect AS suspect (worker, message, beginnings) VALUES ($1, $2, 1)
        ON CONFLICT (worker, message) DO UPDATE SET beginnings = suspect.beginnings + 1 RETURNING beginnings - 1
        """, [worker, message])
      return earlier.flatMap(Int.init) ?? 0
    }
  }

  private func noteEnd(of message: String, worker: String) throws(StoreError) {
    _ = try onConnection { connection in
      try connection.value("DELETE FROM crash_suspect WHERE worker = $1 AND message = $2", [worker, message])
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
