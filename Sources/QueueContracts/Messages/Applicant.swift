/// Who applies for the child (contract 4.2; clause S-enrol.1).
public struct Applicant: Codable, Sendable, Equatable, PersonalData {
  /// As written: a wrong number is a refusal, not an undecodable message.
  public var iin: String
  public var familyName: String
  public var givenName: String
  @Nullable public var patronymic: String?
  public var relation: Relation
  /// As written; not judged.
  @Nullable public var phone: String?

  public init(
    iin: String, familyName: String, givenName: String, patronymic: String? = nil, relation: Relation,
    phone: String? = nil
  ) {
    (self.iin, self.familyName, self.givenName) = (iin, familyName, givenName)
    self.patronymic = patronymic
    self.relation = relation
    self.phone = phone
  }
}

/// What the applicant is to the child.
public enum Relation: String, Sendable, Codable, CaseIterable {
  case parent, legalRepresentative
}
