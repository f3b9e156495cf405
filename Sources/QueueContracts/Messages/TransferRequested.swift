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
    (self.applicationId, self.number, self.submittedAt) = (applicationId, number, submittedAt)
    self.dueBy = dueBy
    (self.language, self.form) = (language, form)
  }
}
