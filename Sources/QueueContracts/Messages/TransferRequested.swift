/// An application for a transfer, which intake sends to TransferWorker if no rule of intake refuses it (contract 4.4).
public struct TransferRequested: RoutedContract {
  /// The route from intake to transfer.
  public static let route = MessageRoute(
    "transfer.requested.v1", from: [.intake], to: [RouteReader(.transfer)])

  /// The application's identifier.
  public var applicationId: ApplicationID
  /// The application's number.
  public var number: ApplicationNumber
  /// The time of submission.
  public var submittedAt: Timestamp
  /// The time by which the answer is due; nil if no answer is due.
  @Nullable public var dueBy: Timestamp?
  /// The language that the family is answered in.
  public var language: Language
  /// The form that the citizen signed, decoded.
  public var form: ApplicationForm

  /// Creates the request to judge a transfer's papers.
  public init(
    applicationId: ApplicationID, number: ApplicationNumber, submittedAt: Timestamp, dueBy: Timestamp?,
    language: Language, form: ApplicationForm
  ) {
    self.applicationId = applicationId
    self.number = number
    self.submittedAt = submittedAt
    self.dueBy = dueBy
    self.language = language
    self.form = form
  }
}

extension TransferRequested: CheckedFields {
  /// Checks the form.
  func check(at path: [any CodingKey]) throws(DecodingError) { try form.check(at: path + ["form".codingKey]) }
}
