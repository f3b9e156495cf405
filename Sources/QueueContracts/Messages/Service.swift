/// What is asked for (contract 4.2).
public enum Service: String, Sendable, Codable, CaseIterable {
  case enrolment, homeSchooling, transfer
}
