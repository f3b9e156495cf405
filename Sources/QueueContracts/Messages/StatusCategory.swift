/// A status that a family claims (contract 4.2; clauses S-enrol.5a to 5e, in this order).
public enum StatusCategory: String, WireElement, CaseIterable {
  case targetedSocialAssistance, unemployedParents, lowIncome, orphan, emergency

  /// The greatest number of categories in one form; a form may name a category more than once.
  public static let mostInAList = 32
}
