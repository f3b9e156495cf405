import Admission
import QueueContracts

extension Judgement {
  /// The judgement of an application by the built-in edition, with the reasons given by a test.
  package init(_ application: ApplicationSubmitted, facts: Facts, reasons: [Reason], at time: Timestamp) {
    let submission = Submission(
      form: application.form.form, facts: facts, edition: .builtIn, submittedAt: application.submittedAt)
    self.init(
      application: application.applicationId, edition: RulesEdition.builtIn.name, judgedAt: time,
      grounds: Grounds(submission, reasons: reasons))
  }
}
