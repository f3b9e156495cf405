import GRDB
import QueueContracts
public import WorkerRuntime

extension SQLiteStore {
  /// Notes that this process begins to handle these messages, and returns how often each was in hand at a crash.
  public func noteBeginning(
    of messages: [String], worker: String, alone: Bool
  ) throws(StoreError) -> [String: Crashes] {
    guard !messages.isEmpty else { return [:] }
    let now = Timestamp.now.milliseconds
    let notes = try onDatabase { db in
      try db.transaction {
        if try CrashNoteTable.renew(process, db, at: now) { try CrashNoteTable.forgetProcesses(db, at: now) }
        return try CrashNoteTable(db: db, worker: worker, process: process).begin(messages, alone: alone, at: now)
      }
    }
    return notes.crashes(seenFrom: process)
  }

  /// Deletes this process's crash notes of these messages; if the messages are settled, the notes of all processes.
  public func noteEnd(of messages: [String], worker: String, settled: Bool) throws(StoreError) {
    guard !messages.isEmpty else { return }
    try onDatabase { db in
      try CrashNoteTable(db: db, worker: worker, process: process).end(messages, settled: settled)
    }
  }

  /// Renews this process's lease, its sign of life; throws if the file cannot be written.
  public func renewLease() throws(StoreError) {
    let now = Timestamp.now.milliseconds
    try onDatabase { db in
      try db.transaction {
        if try CrashNoteTable.renew(process, db, at: now) { try CrashNoteTable.forgetProcesses(db, at: now) }
      }
    }
  }
}
