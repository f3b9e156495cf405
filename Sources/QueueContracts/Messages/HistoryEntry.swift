/// An entry of a citizen's service history, «Қызметтерді алу тарихы» (contract 4.8; clause S-step3).
public struct HistoryEntry: Codable, Sendable, Equatable, PersonalData {
  /// The `message_id` of the `processing.updated` it was made from: posted once, however often that comes.
  public var entryId: MessageID
  public var applicationId: ApplicationID
  public var number: ApplicationNumber
  public var recipientIin: String
  public var service: Service
  public var status: Status
  @Nullable public var resolution: Resolution?
  public var step: ProcessingStep
  public var occurredAt: Timestamp
  public var postedAt: Timestamp
  @Nullable public var dueBy: Timestamp?
  public var title: LocalizedText
  public var text: LocalizedText
  @OrEmpty public var reasons: [HistoryReason]
  /// For SMS and push, at most 134 characters in each language; nil in an entry of before there were any.
  @Nullable public var short: LocalizedText?

  /// The entry for an update, in words.
  public init(
    entryId: MessageID, update: ProcessingUpdated, postedAt: Timestamp, title: LocalizedText, text: LocalizedText,
    reasons: [HistoryReason], short: LocalizedText? = nil
  ) {
    (self.entryId, applicationId, number) = (entryId, update.applicationId, update.number)
    (recipientIin, service, status) = (update.recipientIin, update.service, update.status)
    resolution = update.resolution
    (step, occurredAt, self.postedAt) = (update.step, update.occurredAt, postedAt)
    dueBy = update.dueBy
    (self.title, self.text) = (title, text)
    self.reasons = reasons
    self.short = short
  }
}

/// A reason in the history: what the update says, with words for it.
public struct HistoryReason: Codable, Sendable, Hashable, PersonalData {
  public let code: String
  @Nullable public private(set) var subject: String?
  @Nullable public private(set) var clause: String?
  public let text: ReasonText

  public init(_ reason: Reason, text: ReasonText) {
    code = reason.code
    self.text = text
    subject = reason.subject
    clause = reason.clause
  }
}
