/// Who applies for the child (contract 4.2; clause S-enrol.1).
public struct Applicant: Codable, Sendable, Equatable, PersonalData {
  /// As written: a wrong number is a refusal, not an undecodable message.
  @Bounded<AsWritten> public var iin: String
  @Bounded<PersonName> public var familyName: String
  @Bounded<PersonName> public var givenName: String
  @BoundedOrNull<PersonName> public var patronymic: String?
  public var relation: Relation
  /// As written; not judged.
  @BoundedOrNull<AsWritten> public var phone: String?

  public init(
    iin: String, familyName: String, givenName: String, patronymic: String? = nil, relation: Relation,
    phone: String? = nil
  ) {
    self.iin = iin
    self.familyName = familyName
    self.givenName = givenName
    self.patronymic = patronymic
    self.relation = relation
    self.phone = phone
  }
}

/// What the applicant is to the child.
public enum Relation: String, Sendable, Codable, CaseIterable {
  case parent, legalRepresentative
}
