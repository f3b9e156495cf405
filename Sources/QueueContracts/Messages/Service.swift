/// The part of the service that is applied for (contract 4.2).
public enum Service: String, Sendable, Codable, CaseIterable {
  /// A place at a school (S-enrol).
  case enrolment
  /// Individual free schooling at home (S-home).
  case homeSchooling
  /// A move from one school to another (S-transfer).
  case transfer
}
