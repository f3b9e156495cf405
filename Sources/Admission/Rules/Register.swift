/// A state register that is asked about a family (clauses S-enrol.2, 5a, 5b and 5d of docs/domain.md).
public enum Register: String, Sendable, CaseIterable, Decodable {
  case civilRegistration = "civil-registration"
  case socialAssistance = "social-assistance"
  case unemployment
  case guardianship
}
