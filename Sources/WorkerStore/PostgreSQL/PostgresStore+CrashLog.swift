import PostgresClient
public import WorkerRuntime

extension PostgresStore {
  /// Notes that this process begins to handle these messages, and returns how often each was in hand at a crash.
  public func noteBeginning(
    of messages: [String], worker: String, alone: Bool
  ) async throws(StoreError) -> [String: Crashes] {
    guard !messages.isEmpty else { return [:] }
    let notes = try await onConnection { connection in
      try PostgresCrashNotes(connection: connection, process: process).begin(messages, worker: worker, alone: alone)
    }
    return notes.crashes(seenFrom: process)
  }

  /// Deletes this process's crash notes of these messages; if the messages are settled, the notes of all processes.
  public func noteEnd(of messages: [String], worker: String, settled: Bool) async throws(StoreError) {
    guard !messages.isEmpty else { return }
    try await onConnection { connection in
      try PostgresCrashNotes(connection: connection, process: process).end(messages, worker: worker, settled: settled)
    }
  }

  /// Renews this process's lease, its sign of life; throws if the database does not answer.
  public func renewLease() async throws(StoreError) {
    try await onConnection { connection in
      let notes = PostgresCrashNotes(connection: connection, process: process)
      if try notes.renew() { try notes.forgetProcesses() }
    }
  }
}
