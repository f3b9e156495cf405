import Admission
import QueueContracts

/// A register's record about a person, in the format of section 5 of docs/contract.md.
///
/// Unknown keys are ignored.
protocol RegisterRecord: Decodable, Sendable {
  static var register: Register { get }
}

/// The civil register's record of the child's birth (S-enrol.2).
///
/// Either field may be absent; for example, a foundling's record names no parents. A field that is there but cannot be
/// read makes the record unreadable.
struct CivilRegistration: RegisterRecord {
  static let register = Register.civilRegistration
  let parents: [String]?
  let birthDate: CivilDate?

  /// The record as the rules use it.
  ///
  /// If the record names no parents, nobody is refused for not being a parent. If it has no birth date, the form's date
  /// counts.
  func record(birthDateOnForm: CivilDate) -> CivilRecord {
    CivilRecord(parents: parents ?? [], birthDate: birthDate ?? birthDateOnForm)
  }
}

/// The record that the applicant's family receives targeted assistance (S-enrol.5a); any JSON object is such a record.
struct SocialAssistance: RegisterRecord {
  static let register = Register.socialAssistance

  init(from decoder: any Decoder) throws { try decoder.expectsObject() }
}

/// The record that the applicant is registered as unemployed (S-enrol.5b); any JSON object is such a record.
struct Unemployment: RegisterRecord {
  static let register = Register.unemployment

  init(from decoder: any Decoder) throws { try decoder.expectsObject() }
}

/// The guardianship register's record of the child's guardian (S-enrol.5d).
///
/// The guardian's IIN is required, because it is compared with the applicant's.
struct Guardianship: RegisterRecord {
  static let register = Register.guardianship
  let guardian: String
}

extension Decoder {
  fileprivate func expectsObject() throws { _ = try container(keyedBy: NoKeys.self) }
}

private enum NoKeys: CodingKey {}
