/// The person who applies for the child (contract 4.2; clause S-enrol.1).
public struct Applicant: Codable, Sendable, Equatable, PersonalData {
  /// The applicant's IIN as written: a wrong IIN leads to a refusal, not to an undecodable message.
  @Bounded<AsWritten> public var iin: String
  /// The applicant's family name: 1 to 100 characters, each of which may occur in a name (``PersonName``).
  @Bounded<PersonName> public var familyName: String
  /// The applicant's given name: 1 to 100 characters, each of which may occur in a name (``PersonName``).
  @Bounded<PersonName> public var givenName: String
  /// The applicant's patronymic; nil if the applicant has none.
  @BoundedOrNull<PersonName> public var patronymic: String?
  /// The applicant's relation to the child, as the form claims.
  public var relation: Relation
  /// The applicant's phone number as written; no rule judges it.
  @BoundedOrNull<AsWritten> public var phone: String?

  /// Creates the part of a form that describes the applicant.
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
