import QueueContracts

@testable import WorkerRuntime

/// The database of one worker.
struct WorkerTables {
  private(set) var inbox: [InboxKey: Inbox.Entry] = [:]
  private var counts: [ApplicationID: Int] = [:]
  var deadlines = DeadlineTables()
  /// For each suspect, the processes that began to handle it and did not finish; true if the process handled it alone.
  var notes: [String: [Incarnation: Bool]] = [:]
  /// The lane whose transaction is open; other lanes wait.
  var openFor: Int?

  func rows(
    inbox keys: [InboxKey], applications: [ApplicationID], mutation: Mutation?
  ) -> (Inbox, ToyLedger) {
    var entries: [InboxKey: Inbox.Entry] = [:]
    for key in keys { entries[key] = inbox[key] }
    var loadedCounts: [ApplicationID: Int] = [:]
    var loaded: [ApplicationID: ToyApplication] = [:]
    for id in applications {
      loadedCounts[id] = counts[id]
      let application = deadlines.applications[id]
      loaded[id] = mutation == .hidesAnswers ? application?.unanswered : application
    }
    return (Inbox(entries: entries), ToyLedger(counts: loadedCounts, applications: loaded))
  }

  /// The reason why the store refuses these effects; nil if it takes them.
  static func refusal(of effects: [Effect], by worker: String) -> String? {
    for effect in effects {
      switch effect.content.trouble(at: worker) {
      case .refusedAlways: return "simulated, for ever"
      case .refusedOnce where effect.attempt == 0: return "simulated, once"
      default: continue
      }
    }
    return nil
  }

  mutating func write(_ rows: InboxRows, _ effects: [Effect], mutation: Mutation?) {
    guard mutation != .losesCommits else { return }
    for effect in effects {
      counts[effect.content.applicationId, default: 0] += 1
      if let parcel = effect.content.parcel { deadlines.take(parcel) }
    }
    guard mutation != .forgetsInbox else { return }
    for row in rows {
      let outputs = mutation == .forgetsOutputs ? [] : row.entry.outputs
      inbox[row.key] = Inbox.Entry(outputs: outputs, recordedAt: row.entry.recordedAt)
    }
  }
}
