public import WorkerRuntime

extension MemoryStore {
  struct NoteKey: Hashable {
    let worker: String
    let message: String
  }

  /// The notes of one message.
  struct CrashNotes {
    /// This process's: whether it is alone; nil if it has none.
    var own: Bool?
    /// Of processes that are gone.
    var crashes = Crashes()
  }

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

  public func noteEnd(of messages: [String], worker: String, settled: Bool) throws(StoreError) {
    try failNote()
    for message in messages {
      let key = NoteKey(worker: worker, message: message)
      notes[key]?.own = nil
      if settled || notes[key]?.crashes == Crashes() { notes[key] = nil }
    }
  }

  public func renewLease() throws(StoreError) { try failNote() }

  /// Makes the process die that has noted so far: its open notes are crashes from here on.
  public func letProcessDie() {
    for (key, note) in notes {
      guard let alone = note.own else { continue }
      notes[key]?.own = nil
      notes[key]?.crashes.alone += alone ? 1 : 0
      notes[key]?.crashes.together += alone ? 0 : 1
    }
  }

  /// The messages that have a note, of this process or of one that is gone.
  public var notedMessages: Set<String> { Set(notes.keys.map(\.message)) }

  /// Is down for the next calls about notes, the sign of life included.
  public func failNextNotes(_ count: Int) { noteFaults = count }

  private func failNote() throws(StoreError) {
    guard noteFaults == 0 else {
      noteFaults -= 1
      throw .unavailable("down")
    }
  }
}
