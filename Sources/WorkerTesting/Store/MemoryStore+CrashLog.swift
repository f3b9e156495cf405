public import WorkerRuntime

extension MemoryStore {
  struct NoteKey: Hashable {
    let worker: String
    let message: String
  }

  /// The notes of one message.
  struct CrashNotes {
    /// True if this process handles the message alone, false if with others; nil if this process has no note of it.
    var own: Bool?
    /// The crashes of processes that are gone.
    var crashes = Crashes()
  }

  /// Notes that this process begins to handle these messages, and returns the crashes of each message.
  public func noteBeginning(of messages: [String], worker: String, alone: Bool) -> [String: Crashes] {
    var found: [String: Crashes] = [:]
    for message in messages {
      let key = NoteKey(worker: worker, message: message)
      notes[key, default: CrashNotes()].own = alone
      if let crashes = notes[key]?.crashes, crashes != Crashes() { found[message] = crashes }
    }
    return found
  }

  /// Deletes this process's notes of these messages, and the messages' crashes if the messages are settled.
  public func noteEnd(of messages: [String], worker: String, settled: Bool) {
    for message in messages {
      let key = NoteKey(worker: worker, message: message)
      notes[key]?.own = nil
      if settled || notes[key]?.crashes == Crashes() { notes[key] = nil }
    }
  }

  /// Does nothing.
  public func renewLease() {}

  /// Pretends that the process has died: each of its notes becomes a crash.
  public func crashProcess() {
    for (key, note) in notes {
      guard let alone = note.own else { continue }
      notes[key]?.own = nil
      notes[key]?.crashes.alone += alone ? 1 : 0
      notes[key]?.crashes.together += alone ? 0 : 1
    }
  }
}
