import Admission
public import QueueContracts
public import WorkerRuntime

extension MemoryStore {
  /// Removes rows from before `time`, at most `limit`; the days do not count, because this store has no clock.
  public func prune(before time: Timestamp, keepingDays days: Int?, limit: Int) -> PrunedRows {
    var removed = PrunedRows()
    for key in records.filter({ $0.value.recordedAt < time }).keys where removed.count < limit {
      records[key] = nil
      removed.inbox += 1
    }
    while removed.count < limit, let index = turns.firstIndex(where: { $0.time < time }) {
      turns.remove(at: index)
      removed.inbox += 1
    }
    while removed.count < limit, let index = eventRecords.firstIndex(where: { $0.last.time < time }) {
      eventRecords.remove(at: index)
      removed.deliveryEvents += 1
    }
    for key in notes.keys where removed.count < limit && isOldCrash(key, before: time) {
      notes[key]?.crashes = Crashes()
      removed.crashNotes += 1
    }
    return removed
  }

  /// Counts the rows that are old enough to be removed.
  public func prunable(before time: Timestamp, keepingDays days: Int?) -> PrunedRows {
    PrunedRows(
      inbox: turns.count { $0.time < time } + records.values.count { $0.recordedAt < time },
      deliveryEvents: eventRecords.count { $0.last.time < time },
      crashNotes: notes.keys.count { isOldCrash($0, before: time) })
  }

  /// True if crashes are counted for the message and are older than `time`.
  ///
  /// This store does not note when a process died. Every crash is taken to happen now, so it is older than `time` only
  /// if `time` is in the future.
  private func isOldCrash(_ key: NoteKey, before time: Timestamp) -> Bool {
    Timestamp.now < time && notes[key].map { $0.crashes != Crashes() } == true
  }
}
