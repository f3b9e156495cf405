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
  public func noteBeginning(
    of messages: [String], worker: String, alone: Bool
  ) throws(StoreError) -> [String: Crashes] {
    try failNote()
    var found: [String: Crashes] = [:]
    for message in messages {
      let key = NoteKey(worker: worker, message: message)
      notes[key, default: CrashNotes()].own = alone
      if let crashes = notes[key]?.crashes, crashes != Crashes() { found[message] = crashes }
    }
    return found
  }

  /// Deletes this process's notes of these messages, and the messages' crashes if the messages are settled.
  public func noteEnd(of messages: [String], worker: String, settled: Bool) throws(StoreError) {
    try failNote()
    for message in messages {
      let key = NoteKey(worker: worker, message: message)
      notes[key]?.own = nil
      if settled || notes[key]?.crashes == Crashes() { notes[key] = nil }
    }
  }

  /// Does nothing, or fails if a test has called ``failNextNotes(_:)``.
  public func renewLease() throws(StoreError) { try failNote() }

  /// Pretends that the process has died: each of its notes becomes a crash.
  public func crashProcess() {
    for (key, note) in notes {
      guard let alone = note.own else { continue }
      notes[key]?.own = nil
      notes[key]?.crashes.alone += alone ? 1 : 0
      notes[key]?.crashes.together += alone ? 0 : 1
    }
  }

  /// The messages that have a note or a crash.
  public var notedMessages: Set<String> { Set(notes.keys.map(\.message)) }

  /// Makes the next `count` calls about crash notes fail, including calls of ``renewLease()``.
  public func failNextNotes(_ count: Int) { noteFaults = count }

  private func failNote() throws(StoreError) {
    guard noteFaults == 0 else {
      noteFaults -= 1
      throw .unavailable("down")
    }
  }
}
