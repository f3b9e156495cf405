/// An entry of a citizen's service history, «Қызметтерді алу тарихы» (contract 4.8; clause S-step3).
public struct HistoryEntry: Codable, Sendable, Equatable, PersonalData {
  /// The `message_id` of the `processing.updated` it was made from: posted once, however often that comes.
  public var entryId: MessageID
  public var applicationId: ApplicationID
  @StoredNumber public var number: ApplicationNumber
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
    self.entryId = entryId
    applicationId = update.applicationId
    number = update.number
    recipientIin = update.recipientIin
    service = update.service
    status = update.status
    resolution = update.resolution
    step = update.step
    occurredAt = update.occurredAt
    self.postedAt = postedAt
    dueBy = update.dueBy
    self.title = title
    self.text = text
    self.reasons = reasons
    self.short = short
  }
}

/// A reason in the history: what the update says, with words for it.
public struct HistoryReason: WireElement, Hashable, PersonalData {
  /// What is stored is read, however much it is.
  public static let mostInAList = Int.max

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
