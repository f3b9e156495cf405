public import QueueContracts

/// The decisions of a school on one application, from the first to the latest.
public struct DecisionLog: Sendable, Equatable, Codable {
  /// One decision, however often the school sent it.
  public struct Entry: Sendable, Equatable, Codable {
    /// The messages that carried the decision: the first one, then those that repeat it.
    public fileprivate(set) var messages: [MessageID]
    /// The decision.
    public let decision: SchoolDecision
    /// The time of the decision.
    public let decidedAt: Timestamp

    /// Creates a decision of the log.
    public init(messages: [MessageID], decision: SchoolDecision, decidedAt: Timestamp) {
      self.messages = messages
      self.decision = decision
      self.decidedAt = decidedAt
    }

    func isRepeated(by other: SchoolDecided) -> Bool { decision == other.decision && decidedAt == other.decidedAt }
  }

  /// The decisions, in order; each one after the first corrected the one before it.
  public private(set) var entries: [Entry] = []
  /// The decision that counts; nil if there is none.
  public var latest: Entry? { entries.last }

  /// The greatest number of messages kept for one decision, so that repetitions do not make the row grow without end.
  private static let messagesKept = 20

  /// Creates an empty log.
  public init() {}

  /// Tells whether a message carried one of the decisions, corrected ones included.
  func contains(_ message: MessageID) -> Bool { entries.contains { $0.messages.contains(message) } }

  mutating func append(_ entry: Entry) { entries.append(entry) }

  /// Notes that a message repeats the latest decision.
  ///
  /// A later correction may name the decision by the id of any of its messages.
  ///
  /// - Returns: false if the message is known, or if the log already keeps `messagesKept` messages for the decision.
  mutating func note(_ message: MessageID) -> Bool {
    guard let latest, !latest.messages.contains(message), latest.messages.count < Self.messagesKept else {
      return false
    }
    entries[entries.count - 1].messages.append(message)
    return true
  }

  /// Reads the list of decisions.
  public init(from decoder: any Decoder) throws { entries = try [Entry](from: decoder) }

  /// Writes the list of decisions.
  public func encode(to encoder: any Encoder) throws { try entries.encode(to: encoder) }
}

// MARK: - The effect of one more decision

/// The effect of a school's decision on an application.
public enum DecisionEffect: Sendable, Equatable {
  /// The decision ends the application, or corrects how it ended.
  case counts
  /// The decision was made before, and changes nothing.
  case repeats
  /// The decision came too early, e.g. before the decision that it corrects.
  ///
  /// Its message waits in the retry queues, and is parked with this code after the last wait.
  case tooEarly(ParkingCode)
  /// The decision contradicts the way in which the application has ended.
  case contradicts
}

extension ApplicationRecord {
  /// The effect that a decision of its school has on the application.
  public func effect(of decision: SchoolDecided) -> DecisionEffect {
    switch state {
    case .received:
      return .tooEarly(.applicationUnknown)
    case .inProcessing:
      // A decision counts only after the school was asked. Otherwise a transfer could end before its papers are judged,
      // and another application could use the slip. A correction waits for the decision that it corrects.
      return arrival == nil || decision.supersedes != nil ? .tooEarly(.applicationUnknown) : .counts
    case .refused, .withdrawn:
      return .contradicts
    case .enrolledBySchool, .refusedBySchool:
      guard let corrected = decision.supersedes else { return state == decision.end ? .repeats : .contradicts }
      return effect(of: decision, correcting: corrected)
    }
  }

  private func effect(of decision: SchoolDecided, correcting corrected: MessageID) -> DecisionEffect {
    // If the log is empty, the application ended before the register kept the ids of decisions. So the id in
    // `supersedes` cannot be checked, and the correction counts.
    guard let latest = decisions.latest else { return .counts }
    if latest.messages.contains(corrected) { return .counts }
    // Of two corrections in a row, the second may arrive first.
    guard decisions.contains(corrected) else { return .tooEarly(.decisionContradicts) }
    let isLatestAgain = decisions.entries.dropLast().last?.messages.contains(corrected) == true
    return isLatestAgain && latest.isRepeated(by: decision) ? .repeats : .contradicts
  }
}

extension SchoolDecided {
  /// The state in which the decision ends an application.
  var end: ApplicationRecord.State { decision == .enrolled ? .enrolledBySchool : .refusedBySchool }
}
