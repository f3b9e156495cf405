/// The child that is to be enrolled (contract 4.2).
public struct Child: Codable, Sendable, Equatable, PersonalData {
  /// As written: a wrong number is a refusal, not an undecodable message.
  @Bounded<AsWritten> public var iin: String
  @Bounded<PersonName> public var familyName: String
  @Bounded<PersonName> public var givenName: String
  @BoundedOrNull<PersonName> public var patronymic: String?
  public var birthDate: CivilDate
  @OrFalse public var bornAbroad: Bool

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
