import Admission
import QueueContracts

extension Judgement {
  /// How an application is judged by the built-in edition; the reasons are whatever a test says.
  package init(_ application: ApplicationSubmitted, facts: Facts, reasons: [Reason], at time: Timestamp) {
    let submission = Submission(
      form: application.form.form, facts: facts, edition: .builtIn, submittedAt: application.submittedAt)
    self.init(
      application: application.applicationId, edition: RulesEdition.builtIn.name, judgedAt: time,
      grounds: Grounds(submission, reasons: reasons))
  }
}
