public import QueueContracts

/// The result of asking the state registers whether the applicant is the child's parent or guardian.
public enum RegisteredRelation: String, Sendable, CaseIterable {
  /// A register names the applicant as a parent or as the guardian of the child.
  case named
  /// Every register that was asked has answered, and none names the applicant.
  case unnamed
  /// One of the registers was unavailable, or no register was asked.
  ///
  /// An outage says nothing about a family, so this case is kept apart from ``unnamed``.
  case unknown

  /// Derives the relation from the facts that were looked up.
  public init(of form: ApplicationForm, by facts: Facts) {
    let applicant = form.applicant.iin
    let isParent = facts.civilRegistration.record?.parents.contains(applicant) == true
    guard !isParent, facts.guardianship.record?.guardian != applicant else {
      self = .named
      return
    }
    let answers = [facts.answer(of: .civilRegistration), facts.answer(of: .guardianship)]
    let nobodyWasAsked = answers.allSatisfy { $0 == .notAsked }
    self = nobodyWasAsked || answers.contains(.unavailable) ? .unknown : .unnamed
  }
}
