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
  @Nullable public var decidedBy: String?

  public init(
    applicationId: ApplicationID, school: SchoolReference, decision: SchoolDecision, decidedAt: Timestamp,
    reasons: [SchoolReason] = [], decidedBy: String? = nil
  ) {
    (self.applicationId, self.school) = (applicationId, school)
    (self.decision, self.decidedAt) = (decision, decidedAt)
    self.reasons = reasons
    self.decidedBy = decidedBy
  }
}

/// What a school decided.
public enum SchoolDecision: String, Sendable, Codable, CaseIterable {
  case enrolled, refused
}

/// Why a school decided so, in its own words.
public struct SchoolReason: Codable, Sendable, Hashable, PersonalData {
  /// A ``ReasonCode`` or a code of the school's own.
  public let code: String
  public let text: LocalizedText?

  public init(code: String, text: LocalizedText) {
    (self.code, self.text) = (code, text)
  }

  /// A code of the school's own without a text is undecodable: nobody downstream could say what it means.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    (code, text) = (
      try values.decode(String.self, forKey: .code), try values.decodeIfPresent(LocalizedText.self, forKey: .text)
    )
    guard text != nil || ReasonCode(rawValue: code) != nil else {
      throw values.wrong(.code, "a code of version 1, or a text beside it")
    }
  }
}
