import Admission
import QueueContracts
import Testing

/// One case: a form, the facts about it, and the reasons that the rules give.
struct RuleCase: Sendable, CustomTestStringConvertible {
  let name: String
  let form: ApplicationForm
  let facts: Facts
  let submittedAt: String
  let expected: [String]

  init(
    _ name: String, _ form: ApplicationForm, facts: Facts? = nil, at submittedAt: String = "2026-04-01T09:00:00+05:00",
    _ expected: String...
  ) {
    (self.name, self.form, self.submittedAt, self.expected) = (name, form, submittedAt, expected)
    self.facts = facts ?? Forms.facts(of: form)
  }

  var testDescription: String { name }

  /// The reasons as `code` or `code/subject`; nil if the application waits for a register.
  var verdict: [String]? {
    let submission = Submission(
      form: form, facts: facts, edition: .builtIn, submittedAt: Timestamp(submittedAt)!)
    guard case .judged(let reasons) = IntakeRules.judge(submission) else { return nil }
    return reasons.map { reason in reason.code + (reason.subject.map { "/\($0)" } ?? "") }
  }
}
