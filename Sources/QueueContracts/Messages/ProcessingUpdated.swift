/// What became of an application, for the citizen's service history: intake, transfer → notify (contract 4.7).
public struct ProcessingUpdated: RoutedContract, PersonalData {
  public static let route = MessageRoute(
    "processing.updated.v1", from: [.intake, .transfer], to: [RouteReader(.notify)])

  public var applicationId: ApplicationID
  public var number: ApplicationNumber
  /// The applicant's, as written: it may be what is wrong.
  public var recipientIin: String
  public var service: Service
  public var language: Language
  public var status: Status
  @Nullable public var resolution: Resolution?
  public var step: ProcessingStep
  /// When it was judged, decided or withdrawn, as recorded: the same every time.
  public var occurredAt: Timestamp
  @Nullable public var dueBy: Timestamp?
  public var school: SchoolReference
  /// Given name and initial.
  public var childName: String
  @OrEmpty public var reasons: [Reason]

  public init(
    applicationId: ApplicationID, number: ApplicationNumber, recipientIin: String, service: Service,
    language: Language, status: Status, resolution: Resolution?, step: ProcessingStep, occurredAt: Timestamp,
    dueBy: Timestamp?, school: SchoolReference, childName: String, reasons: [Reason] = []
  ) {
    (self.applicationId, self.number, self.recipientIin) = (applicationId, number, recipientIin)
    (self.service, self.language, self.status) = (service, language, status)
    self.resolution = resolution
    (self.step, self.occurredAt) = (step, occurredAt)
    self.dueBy = dueBy
    (self.school, self.childName) = (school, childName)
    self.reasons = reasons
  }
}

/// Whether more is to come.
///
/// Never goes back from `completed`.
public enum Status: String, Sendable, Codable, CaseIterable {
  case inProcessing, completed
}

/// How an application ended.
public enum Resolution: String, Sendable, Codable, CaseIterable {
  case positive, negative, withdrawn
}
