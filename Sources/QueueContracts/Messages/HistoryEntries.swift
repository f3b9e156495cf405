/// The entries of one application in the service history (contract 4.8).
extension [HistoryEntry] {
  /// The entries as a citizen reads them, sorted by `occurredAt`, then by `step`.
  package var inOrder: [HistoryEntry] { sorted { ($0.occurredAt, $0.step) < ($1.occurredAt, $1.step) } }

  /// The latest final entry; nil if no entry is final.
  package var latestFinal: HistoryEntry? { inOrder.last { $0.status == .completed } }

  /// The entry that tells how the application stands: the latest final entry, or the latest entry if none is final.
  package var standing: HistoryEntry? { latestFinal ?? inOrder.last }

  /// True if an entry shows that the application has been judged.
  package var isJudged: Bool { contains { $0.step != .received && $0.step != .passedDeadline } }
}
