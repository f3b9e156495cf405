import Admission
import QueueContracts

/// What one register says of a person, as it travels (contract 5).
///
/// Unknown keys are ignored.
protocol RegisterRecord: Decodable, Sendable {
  static var register: Register { get }
}

/// The child's birth (S-enrol.2).
///
/// Both fields may be absent: of a foundling the register names no parents. A field that is there and cannot be read
/// makes the record unreadable.
struct CivilRegistration: RegisterRecord {
  static let register = Register.civilRegistration
  let parents: [String]?
  let birthDate: CivilDate?

  /// Without parents, whether the applicant is one of them is not judged; without a birth date, the form's counts.
  func record(birthDateOnForm: CivilDate) -> CivilRecord {
    CivilRecord(parents: parents ?? [], birthDate: birthDate ?? birthDateOnForm)
  }
}

/// The applicant's family receives targeted assistance (S-enrol.5a): that there is an object says it.
struct SocialAssistance: RegisterRecord {
  static let register = Register.socialAssistance

  init(from decoder: any Decoder) throws { try decoder.expectsObject() }
}

/// The applicant is registered as unemployed (S-enrol.5b): that there is an object says it.
struct Unemployment: RegisterRecord {
  static let register = Register.unemployment

  init(from decoder: any Decoder) throws { try decoder.expectsObject() }
}

/// The child's guardian (S-enrol.5d).
///
/// One who is not named cannot be compared with anybody, so the field is required.
struct Guardianship: RegisterRecord {
  static let register = Register.guardianship
  let guardian: String
}

extension Decoder {
  fileprivate func expectsObject() throws { _ = try container(keyedBy: NoKeys.self) }
}

private enum NoKeys: CodingKey {}
