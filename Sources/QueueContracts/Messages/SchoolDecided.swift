/// The decision of a school on an application, sent to intake and, for a transfer, to TransferWorker (contract 4.6).
public struct SchoolDecided: RoutedContract, PersonalData {
  /// The route from the schools to intake and transfer.
  ///
  /// The hub decides for every school. A school's own system sends by a routing key with the school's BIN, so the
  /// broker's permissions keep that system from deciding for another school.
  public static let route = MessageRoute(
    "school.decided.v1", keys: [([.service], [.schools]), ([.service, .bin], [.school])],
    to: [
      RouteReader(.intake, boundBy: "school.decided.#"), RouteReader(.transfer, boundBy: "school.decided.transfer.#"),
    ])

  /// The application's identifier.
  public var applicationId: ApplicationID
  /// The school that decided.
  public var school: SchoolReference
  /// The school's decision.
  public var decision: SchoolDecision
  /// The time of the decision.
  public var decidedAt: Timestamp
  /// The school's reasons, which the family is told.
  @OrEmpty public var reasons: [SchoolReason]
  /// The office that decided, `director` for example; nil if it is unknown.
  @BoundedOrNull<SchoolsText> public var decidedBy: String?
  /// The `message_id` of the earlier decision that this decision corrects; nil if it corrects none.
  @Nullable public var supersedes: MessageID?

  /// Creates a decision.
  public init(
    applicationId: ApplicationID, school: SchoolReference, decision: SchoolDecision, decidedAt: Timestamp,
    reasons: [SchoolReason] = [], decidedBy: String? = nil, supersedes: MessageID? = nil
  ) {
    self.applicationId = applicationId
    self.school = school
    self.decision = decision
    self.decidedAt = decidedAt
    self.reasons = reasons
    self.decidedBy = decidedBy
    self.supersedes = supersedes
  }
}

extension SchoolDecided: CheckedFields {
  /// Checks each reason.
  func check(at path: [any CodingKey]) throws(DecodingError) {
    try reasons.check(at: path + ["reasons".codingKey])
  }
}

/// The decision of a school: it gives the child a place, or refuses.
public enum SchoolDecision: String, Sendable, Codable, CaseIterable {
  case enrolled, refused
}

/// A reason of a school's decision: a code, and the school's own words if it wrote any.
public struct SchoolReason: WireElement, Hashable, PersonalData {
  /// The greatest number of reasons in one decision.
  public static let mostInAList = 32

  /// A ``SchoolReasonCode``, or a code of the school's own.
  @Bounded<CodeText> public private(set) var code: String
  /// The reason in the school's own words; nil if the school wrote none.
  ///
  /// In a message, only a reason with a ``SchoolReasonCode`` may come without words.
  @SchoolsWording public private(set) var text: ReasonText?

  /// Creates a reason, with the school's own words if there are any.
  public init(code: String, text: ReasonText?) {
    self.code = code
    self.text = text
  }

  /// Creates a reason that the workers have words for.
  public init(_ code: SchoolReasonCode) { self.init(code: code.rawValue, text: nil) }
}

extension SchoolReason: CheckedFields {
  /// Checks that a code of the school's own has a text, without which no reader could tell what the code means.
  func check(at path: [any CodingKey]) throws(DecodingError) {
    guard text != nil || SchoolReasonCode(rawValue: code) != nil else {
      throw .wrong(at: path + ["text".codingKey], "a text, because the code has no words of ours")
    }
  }
}
