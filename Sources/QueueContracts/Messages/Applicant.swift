/// The person who applies for the child (contract 4.2; clause S-enrol.1).
public struct Applicant: Codable, Sendable, Equatable, PersonalData {
  /// The applicant's IIN as written: a wrong number is a refusal, not an undecodable message.
  @Bounded<AsWritten> public var iin: String
  /// The applicant's family name, 1 to 100 characters of a name.
  @Bounded<PersonName> public var familyName: String
  /// The applicant's given name, 1 to 100 characters of a name.
  @Bounded<PersonName> public var givenName: String
  /// The applicant's patronymic; nil if there is none.
  @BoundedOrNull<PersonName> public var patronymic: String?
  /// The applicant's relation to the child, as claimed.
  public var relation: Relation
  /// The applicant's phone number as written; no rule judges it.
  @BoundedOrNull<AsWritten> public var phone: String?

  /// Creates an applicant of a form.
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

/// The relation of an applicant to the child.
public enum Relation: String, Sendable, Codable, CaseIterable {
  case parent, legalRepresentative
}
