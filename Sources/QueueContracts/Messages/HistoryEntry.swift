/// An entry of a citizen's service history, «Қызметтерді алу тарихы» (contract 4.8; clause S-step3).
public struct HistoryEntry: Codable, Sendable, Equatable, PersonalData {
  /// The `message_id` of the message `processing.updated` from which the entry was made.
  ///
  /// Even if that message comes several times, the entry is posted once.
  public var entryId: MessageID
  /// The application's identifier.
  public var applicationId: ApplicationID
  /// The application's number.
  @StoredNumber public var number: ApplicationNumber
  /// The applicant's IIN as written in the form.
  public var recipientIin: String
  /// The service that was applied for.
  public var service: Service
  /// The application's status after this entry.
  public var status: Status
  /// How the application ended; nil while the application is in processing.
  @Nullable public var resolution: Resolution?
  /// The step of the processing that the entry reports.
  public var step: ProcessingStep
  /// The recorded time of what the entry reports.
  public var occurredAt: Timestamp
  /// The time at which the entry was made.
  public var postedAt: Timestamp
  /// The time by which the answer is due; nil if no answer is due.
  @Nullable public var dueBy: Timestamp?
  /// The entry's heading, in plain text.
  public var title: LocalizedText
  /// The entry's full text, in plain text.
  public var text: LocalizedText
  /// The reasons, each with its text.
  @OrEmpty public var reasons: [HistoryReason]
  /// The text for SMS and push, at most 134 characters in each language; nil in an entry older than this field.
  @Nullable public var short: LocalizedText?

  /// Makes the entry for an update, with the given texts.
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

/// A reason in the service history: the code from the update, and the reason in words.
public struct HistoryReason: WireElement, Hashable, PersonalData {
  /// The greatest number of reasons in one entry: no limit, so that every stored entry can be read.
  public static let mostInAList = Int.max

  /// The reason's code (contract, section 6).
  public let code: String
  /// The subject, a kind of document for example; nil if the reason names none.
  @Nullable public private(set) var subject: String?
  /// The clause that the reason cites; nil if it cites none.
  @Nullable public private(set) var clause: String?
  /// The reason in words, plain text.
  public let text: ReasonText

  /// Makes a reason of the history from a reason of an update and its text.
  public init(_ reason: Reason, text: ReasonText) {
    code = reason.code
    self.text = text
    subject = reason.subject
    clause = reason.clause
  }
}
