public import QueueContracts

/// What a school has decided on one application, from its first decision to its latest.
public struct DecisionLog: Sendable, Equatable, Codable {
  /// One decision, however often it was said.
  public struct Entry: Sendable, Equatable, Codable {
    /// The messages that said it: the first one, then those that said it once more.
    public fileprivate(set) var messages: [MessageID]
    public let decision: SchoolDecision
    public let decidedAt: Timestamp

    public init(messages: [MessageID], decision: SchoolDecision, decidedAt: Timestamp) {
      self.messages = messages
      self.decision = decision
      self.decidedAt = decidedAt
    }

    func isSaid(by other: SchoolDecided) -> Bool { decision == other.decision && decidedAt == other.decidedAt }
  }

  /// Each but the last was corrected by the one after it.
  public private(set) var entries: [Entry] = []
  public var latest: Entry? { entries.last }

  /// A school that says the same again and again would make the row grow without end.
  private static let messagesKept = 20

  public init() {}

  /// True if the message said one of the decisions, corrected since or not.
  func contains(_ message: MessageID) -> Bool { entries.contains { $0.messages.contains(message) } }

  mutating func append(_ entry: Entry) { entries.append(entry) }

  /// Notes that a message has said the latest decision once more: a school may correct it by this id, too.
  ///
  /// - Returns: false if that was known, or is not kept.
  mutating func note(_ message: MessageID) -> Bool {
    guard let latest, !latest.messages.contains(message), latest.messages.count < Self.messagesKept else {
      return false
    }
    entries[entries.count - 1].messages.append(message)
    return true
  }

  public init(from decoder: any Decoder) throws { entries = try [Entry](from: decoder) }

  public func encode(to encoder: any Encoder) throws { try entries.encode(to: encoder) }
}

// MARK: - What one more decision does

/// What a school's decision does to an application.
public enum DecisionEffect: Sendable, Equatable {
  /// It ends the application, or corrects how it ended.
  case counts
  /// It was said before, and changes nothing.
  case repeats
  /// What it answers or corrects has not come yet; parked by this code if that never comes.
  case tooEarly(ParkingCode)
  /// It does not agree with what counts.
  case contradicts
}

extension ApplicationRecord {
  /// Says what a decision of its school does to the application.
  public func effect(of decision: SchoolDecided) -> DecisionEffect {
    switch state {
    case .received:
      return .tooEarly(.applicationUnknown)
    case .inProcessing:
      // Ended before its school was asked, a transfer would be enrolled with its papers unjudged and its slip free for
      // another one. One that corrects an earlier decision waits for that one.
      return arrival == nil || decision.supersedes != nil ? .tooEarly(.applicationUnknown) : .counts
    case .refused, .withdrawn:
      return .contradicts
    case .enrolledBySchool, .refusedBySchool:
      guard let corrected = decision.supersedes else { return state == decision.end ? .repeats : .contradicts }
      return effect(of: decision, correcting: corrected)
    }
  }

  private func effect(of decision: SchoolDecided, correcting corrected: MessageID) -> DecisionEffect {
    // It ended before the register kept the ids of decisions: which one counts, its school alone knows.
    guard let latest = decisions.latest else { return .counts }
    if latest.messages.contains(corrected) { return .counts }
    // Two corrections in a row may overtake each other.
    guard decisions.contains(corrected) else { return .tooEarly(.decisionContradicts) }
    let isLatestAgain = decisions.entries.dropLast().last?.messages.contains(corrected) == true
    return isLatestAgain && latest.isSaid(by: decision) ? .repeats : .contradicts
  }
}

extension SchoolDecided {
  /// How it ends an application.
  var end: ApplicationRecord.State { decision == .enrolled ? .enrolledBySchool : .refusedBySchool }
}
