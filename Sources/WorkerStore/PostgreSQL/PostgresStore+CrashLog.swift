import PostgresClient
public import WorkerRuntime

extension PostgresStore {
  /// Notes that this process begins to handle these messages, and returns how often processes died of each.
  public func noteBeginning(
    of messages: [String], worker: String, alone: Bool
  ) async throws(StoreError) -> [String: Crashes] {
    guard !messages.isEmpty else { return [:] }
    let notes = try await onConnection { connection in
      try PostgresCrashNotes(connection: connection, process: process).begin(messages, worker: worker, alone: alone)
    }
    return notes.crashes(seenFrom: process)
  }

  /// Deletes the crash notes of these messages.
  public func noteEnd(of messages: [String], worker: String, settled: Bool) async throws(StoreError) {
    guard !messages.isEmpty else { return }
    try await onConnection { connection in
      try PostgresCrashNotes(connection: connection, process: process).end(messages, worker: worker, settled: settled)
    }
  }

  /// Renews this process's lease, which also shows that the database answers.
  public func renewLease() async throws(StoreError) {
    try await onConnection { connection in
      let notes = PostgresCrashNotes(connection: connection, process: process)
      if try notes.renew() { try notes.forgetProcesses() }
    }
  }
}
