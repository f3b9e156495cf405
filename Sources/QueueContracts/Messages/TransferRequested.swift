/// Intake passed an application for a transfer: intake → transfer (contract 4.4).
public struct TransferRequested: RoutedContract {
  public static let route = MessageRoute(
    "transfer.requested.v1", from: [.intake], to: [RouteReader(.transfer)])

  public var applicationId: ApplicationID
  public var number: ApplicationNumber
  public var submittedAt: Timestamp
  @Nullable public var dueBy: Timestamp?
  public var language: Language
  public var form: ApplicationForm

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
