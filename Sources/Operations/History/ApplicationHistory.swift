import QueueContracts

/// The entries of one application in the service history, and the state that they show.
public struct ApplicationHistory: Sendable {
  /// The state of an application, in words.
  public enum Outcome: String, CaseIterable, Sendable {
    case nothing = "nothing yet"
    case received
    case inProcessing = "in processing"
    case positive = "place given"
    case refused = "refused"
    case withdrawn = "withdrawn"
  }

  /// The entries, sorted by time, then by step.
  public let entries: [HistoryEntry]

  /// Sorts the entries of one application.
  public init(_ entries: [HistoryEntry]) {
    self.entries = entries.inOrder
  }

  /// The application's state, by its latest final entry, or by its latest entry if no entry is final.
  public var outcome: Outcome {
    guard let entry = entries.standing else { return .nothing }
    return switch entry.resolution {
    case nil: entries.isJudged ? .inProcessing : .received
    case .positive: .positive
    case .negative: .refused
    case .withdrawn: .withdrawn
    }
  }

  /// True if the workers have posted all entries that come before the school's decision.
  ///
  /// For a transfer that intake has accepted, TransferWorker's entry must be there, too.
  public var isSettled: Bool {
    guard let first = entries.first, entries.isJudged else { return false }
    return first.service != .transfer || outcome != .inProcessing || entries.contains { $0.step == .transfer }
  }
}
