/// The child that is to be enrolled (contract 4.2).
public struct Child: Codable, Sendable, Equatable, PersonalData {
  /// As written: a wrong number is a refusal, not an undecodable message.
  public var iin: String
  public var familyName: String
  public var givenName: String
  @Nullable public var patronymic: String?
  public var birthDate: CivilDate
  @OrFalse public var bornAbroad: Bool

  public init(
    iin: String, familyName: String, givenName: String, patronymic: String? = nil, birthDate: CivilDate,
    bornAbroad: Bool = false
  ) {
    (self.iin, self.familyName, self.givenName) = (iin, familyName, givenName)
    self.patronymic = patronymic
    self.birthDate = birthDate
    self.bornAbroad = bornAbroad
  }
}
