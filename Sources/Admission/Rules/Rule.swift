public import QueueContracts

/// What a rule sees: the form, what was looked up, the edition in force, the time of submission.
///
/// Nothing else.
public struct Submission: Sendable {
  public let form: ApplicationForm
  public let facts: Facts
  public let edition: RulesEdition
  public let submittedAt: Timestamp

  public init(form: ApplicationForm, facts: Facts, edition: RulesEdition, submittedAt: Timestamp) {
    (self.form, self.facts, self.edition, self.submittedAt) = (form, facts, edition, submittedAt)
  }
}

/// What a rule found.
public enum Finding: Sendable, Equatable {
  case reason(Reason)
  /// It cannot be judged while this register is unavailable: the application waits, it is never refused for an outage.
  case waitFor(Register)
}

/// A pure function of a submission, with the code it refuses by.
public struct Rule: Sendable {
  public let code: ReasonCode
  /// The condition in words, for the documentation and for clerks.
  public let condition: String
  public let findings: @Sendable (Submission) -> [Finding]

  /// A rule that holds or does not.
  init(_ code: ReasonCode, _ condition: String, when holds: @escaping @Sendable (Submission) -> Bool) {
    self.init(code, condition, each: { holds($0) ? [.reason(Reason(code))] : [] })
  }

  /// A rule that may find several things.
  init(_ code: ReasonCode, _ condition: String, each findings: @escaping @Sendable (Submission) -> [Finding]) {
    (self.code, self.condition, self.findings) = (code, condition, findings)
  }
}

/// What all rules together say.
public enum Verdict: Sendable, Equatable {
  /// In the order of the contract; none where the form stands.
  case judged([Reason])
  case waitFor(Set<Register>)
}

/// The state registers (S-enrol.2, 5a, 5b, 5d).
public enum Register: String, Sendable, CaseIterable {
  case civilRegistration = "civil-registration"
  case socialAssistance = "social-assistance"
  case unemployment
  case guardianship
}
