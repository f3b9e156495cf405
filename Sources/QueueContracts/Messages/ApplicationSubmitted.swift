/// A citizen applied: portal → intake (contract 4.1).
public struct ApplicationSubmitted: RoutedContract {
  public static let route = MessageRoute(
    "application.submitted.v1", from: [.portal], to: [RouteReader(.intake, boundBy: "application.*")])

  public var applicationId: ApplicationID
  public var number: ApplicationNumber
  public var submittedAt: Timestamp
  public var form: SignedForm
  public var signature: Signature

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
