import QueueContracts

/// One application as its family sees it: the messages sent from the family's page, and the entries of the history.
struct ApplicationStory: PersonalData {
  enum Stage: String, CaseIterable {
    /// Kept by this page, and not yet confirmed by the broker.
    case kept
    /// Confirmed by the broker, and not yet answered.
    case sent
    case received, inProcessing, positive, refused, withdrawn
    /// Withdrawn by the family, and not yet answered.
    case withdrawing
  }

  let id: ApplicationID
  let number: ApplicationNumber
  let service: Service
  /// The application as this page keeps it; nil if another program has sent it.
  let kept: KeptApplication?
  /// The entries, sorted by time and then by step.
  let entries: [HistoryEntry]

  var stage: Stage {
    let last = entries.standing
    if last?.resolution == .withdrawn { return .withdrawn }
    if kept?.withdrawal != nil, last?.resolution != .negative { return .withdrawing }
    guard let last else { return kept?.isSubmitted == false ? .kept : .sent }
    return switch last.resolution {
    case .positive: .positive
    case .negative: .refused
    case .withdrawn: .withdrawn
    case nil: entries.isJudged ? .inProcessing : .received
    }
  }

  /// True if this page has sent the application, and it is neither refused nor withdrawn.
  var canWithdraw: Bool { kept != nil && [.kept, .sent, .received, .inProcessing, .positive].contains(stage) }

  var canApplyAgain: Bool { [.refused, .withdrawn].contains(stage) }

  /// All applications of a citizen, the latest first.
  static func all(kept: [KeptApplication], entries: [HistoryEntry]) -> [ApplicationStory] {
    let answers = Dictionary(grouping: entries, by: \.applicationId)
    let own = kept.map { application in
      ApplicationStory(
        id: application.id, number: application.number, service: application.draft.service, kept: application,
        entries: (answers[application.id] ?? []).inOrder)
    }
    let known = Set(kept.map(\.id))
    let others = answers.filter { !known.contains($0.key) }.compactMap { id, entries -> ApplicationStory? in
      let entries = entries.inOrder
      guard let first = entries.first else { return nil }
      return ApplicationStory(id: id, number: first.number, service: first.service, kept: nil, entries: entries)
    }
    return (own + others).sorted { ($0.time, "\($0.number)") > ($1.time, "\($1.number)") }
  }

  private var time: Timestamp {
    kept?.submittedAt ?? entries.first?.occurredAt ?? Timestamp(milliseconds: 0)
  }
}
