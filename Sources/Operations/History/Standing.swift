import QueueContracts

/// How one application stands in the service history, by its final entry or else by its latest one.
public struct Standing: Sendable {
  /// The words for how an application stands.
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
    self.entries = entries.sorted { ($0.occurredAt, $0.step) < ($1.occurredAt, $1.step) }
  }

  /// How the application stands.
  public var outcome: Outcome {
    guard let entry = entries.last(where: { $0.status == .completed }) ?? entries.last else { return .nothing }
    return switch entry.resolution {
    case nil: isJudged ? .inProcessing : .received
    case .positive: .positive
    case .negative: .refused
    case .withdrawn: .withdrawn
    }
  }

  /// False if the application waits, or is parked, before it is judged.
  private var isJudged: Bool { entries.contains { $0.step != .received && $0.step != .passedDeadline } }

  /// True if the workers have said all that they can say before the school decides.
  ///
  /// For a transfer that intake has passed, this includes TransferWorker's entry.
  public var isSettled: Bool {
    guard let first = entries.first, isJudged else { return false }
    return first.service != .transfer || outcome != .inProcessing || entries.contains { $0.step == .transfer }
  }
}
