/// The message that a citizen has applied, sent by the portal to intake (contract 4.1).
public struct ApplicationSubmitted: RoutedContract {
  /// The route from the portal to intake.
  public static let route = MessageRoute(
    "application.submitted.v1", from: [.portal], to: [RouteReader(.intake, boundBy: "application.*")])

  /// The application's identifier, given by the portal.
  public var applicationId: ApplicationID
  /// The application's number, given by the portal.
  public var number: ApplicationNumber
  /// The time of submission, from which deadlines and the order of applications follow.
  public var submittedAt: Timestamp
  /// The form with the bytes that were signed.
  public var form: SignedForm
  /// The signature over the form's bytes (S-step2).
  public var signature: Signature

  /// Creates the message of a signed form.
  public init(
    applicationId: ApplicationID, number: ApplicationNumber, submittedAt: Timestamp, form: SignedForm,
    signature: Signature
  ) {
    self.applicationId = applicationId
    self.number = number
    self.submittedAt = submittedAt
    self.form = form
    self.signature = signature
  }
}
