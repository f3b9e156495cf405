/// A status that a family claims (contract 4.2; clauses S-enrol.5a to 5e, in this order).
public enum StatusCategory: String, WireElement, CaseIterable {
  case targetedSocialAssistance, unemployedParents, lowIncome, orphan, emergency

  /// The greatest number of categories in one form, which may repeat a category.
  public static let mostInAList = 32
}
