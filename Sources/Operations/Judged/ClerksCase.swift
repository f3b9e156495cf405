import QueueContracts

/// An application that is judged for a clerk, without a worker.
public struct ClerksCase: Sendable {
  /// The application's id; nil if there is only a form.
  public let applicationId: ApplicationID?
  /// The application's number; nil if there is only a form.
  public let number: ApplicationNumber?
  /// The time of submission, which decides which rules apply.
  public let submittedAt: Timestamp
  /// The form that is judged.
  public let form: ApplicationForm

  /// Creates a case.
  public init(
    applicationId: ApplicationID?, number: ApplicationNumber?, submittedAt: Timestamp, form: ApplicationForm
  ) {
    self.applicationId = applicationId
    self.number = number
    self.submittedAt = submittedAt
    self.form = form
  }
}
