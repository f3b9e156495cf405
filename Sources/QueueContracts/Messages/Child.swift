/// The child that is to be enrolled (contract 4.2).
public struct Child: Codable, Sendable, Equatable, PersonalData {
  /// The child's IIN as written: a wrong number is a refusal, not an undecodable message.
  @Bounded<AsWritten> public var iin: String
  /// The child's family name, 1 to 100 characters of a name.
  @Bounded<PersonName> public var familyName: String
  /// The child's given name, 1 to 100 characters of a name.
  @Bounded<PersonName> public var givenName: String
  /// The child's patronymic; nil if there is none.
  @BoundedOrNull<PersonName> public var patronymic: String?
  /// The child's day of birth as claimed; the civil register's counts if the register has found the child.
  public var birthDate: CivilDate
  /// True if the child was born outside of Kazakhstan; only the wording of an answer depends on it (S-enrol.2).
  @OrFalse public var bornAbroad: Bool

  /// Creates a child of a form.
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
