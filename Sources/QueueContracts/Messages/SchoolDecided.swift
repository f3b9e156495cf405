/// A school decided on an application: schools → intake, and for a transfer TransferWorker (contract 4.6).
public struct SchoolDecided: RoutedContract, PersonalData {
  /// The hub decides for every school; a school's own system names itself in the routing key, by which the broker
  /// keeps it from deciding for another one.
  public static let route = MessageRoute(
    "school.decided.v1", keys: [([.service], [.schools]), ([.service, .bin], [.school])],
    to: [
      RouteReader(.intake, boundBy: "school.decided.#"), RouteReader(.transfer, boundBy: "school.decided.transfer.#"),
    ])

  public var applicationId: ApplicationID
  public var school: SchoolReference
  public var decision: SchoolDecision
  public var decidedAt: Timestamp
  @OrEmpty public var reasons: [SchoolReason]
  @BoundedOrNull<SchoolsText> public var decidedBy: String?
  /// The `message_id` of the decision that this one corrects; nil if it corrects none.
  @Nullable public var supersedes: MessageID?

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

/// What a school decided.
public enum SchoolDecision: String, Sendable, Codable, CaseIterable {
  case enrolled, refused
}

/// Why a school decided so: by a code that we have words for, or in its own words.
public struct SchoolReason: WireElement, Hashable, PersonalData {
  /// In one decision.
  public static let mostInAList = 32

  /// A ``SchoolReasonCode`` or a code of the school's own.
  public let code: String
  /// Never nil where the code is not a ``SchoolReasonCode`` and the reason was decoded.
  public let text: ReasonText?

  public init(code: String, text: ReasonText?) {
    self.code = code
    self.text = text
  }

  /// A reason of ours to name, in our words.
  public init(_ code: SchoolReasonCode) { self.init(code: code.rawValue, text: nil) }

  /// Reads a reason; a code of the school's own without a text is undecodable at `text`: nobody downstream could say
  /// what it means.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    code = try values.text(by: CodeText.self, forKey: .code)
    text = try values.decodeIfPresent(TextOfASchool.self, forKey: .text)?.text
    guard text != nil || SchoolReasonCode(rawValue: code) != nil else {
      throw values.wrong(.text, "a text, because the code has no words of ours")
    }
  }
}
