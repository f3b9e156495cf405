public import QueueContracts

/// An application as rules see it: the form, the facts, the edition in force and the time of submission, nothing else.
public struct Submission: Sendable {
  /// The form, as the citizen signed it.
  public let form: ApplicationForm
  /// The facts that were looked up.
  public var facts: Facts
  /// The edition in force at the time of submission.
  public let edition: RulesEdition
  /// The time of submission.
  public let submittedAt: Timestamp

  /// Creates a submission to be judged.
  public init(form: ApplicationForm, facts: Facts, edition: RulesEdition, submittedAt: Timestamp) {
    self.form = form
    self.facts = facts
    self.edition = edition
    self.submittedAt = submittedAt
  }
}
