/// A status that a family claims (contract 4.2; clauses S-enrol.5a to 5e, in this order).
public enum StatusCategory: String, Sendable, Codable, CaseIterable {
  case targetedSocialAssistance, unemployedParents, lowIncome, orphan, emergency
}
