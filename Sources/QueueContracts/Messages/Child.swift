/// The child that is to be enrolled (contract 4.2).
public struct Child: Codable, Sendable, Equatable, PersonalData {
  /// The child's IIN as written: a wrong IIN leads to a refusal, not to an undecodable message.
  @Bounded<AsWritten> public var iin: String
  /// The child's family name: 1 to 100 characters, each of which may occur in a name (``PersonName``).
  @Bounded<PersonName> public var familyName: String
  /// The child's given name: 1 to 100 characters, each of which may occur in a name (``PersonName``).
  @Bounded<PersonName> public var givenName: String
  /// The child's patronymic; nil if the child has none.
  @BoundedOrNull<PersonName> public var patronymic: String?
  /// The child's day of birth, as the form claims.
  ///
  /// If the child was found in the civil register, the child's age is judged by the day of birth there. For an
  /// applicant who is refused as neither parent nor guardian, the form's day counts instead, so that the refusal
  /// reveals nothing from the register.
  public var birthDate: CivilDate
  /// True if the child was born outside of Kazakhstan, as the form claims (S-enrol.2); no rule judges it.
  @OrFalse public var bornAbroad: Bool

  /// Creates the part of a form that describes the child.
  public init(
    iin: String, familyName: String, givenName: String, patronymic: String? = nil, birthDate: CivilDate,
    bornAbroad: Bool = false
  ) {
    self.iin = iin
    self.familyName = familyName
    self.givenName = givenName
    self.patronymic = patronymic
    self.birthDate = birthDate
    self.bornAbroad = bornAbroad
  }
}
