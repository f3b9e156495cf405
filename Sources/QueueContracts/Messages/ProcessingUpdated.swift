/// What became of an application, for the citizen's service history: intake, transfer → notify (contract 4.7).
public struct ProcessingUpdated: RoutedContract, PersonalData {
  public static let route = MessageRoute(
    "processing.updated.v1", from: [.intake, .transfer], to: [RouteReader(.notify)])

  public var applicationId: ApplicationID
  public var number: ApplicationNumber
  /// The applicant's, as written: it may be what is wrong.
  @Bounded<AsWritten> public var recipientIin: String
  public var service: Service
  public var language: Language
  public var status: Status
  @Nullable public var resolution: Resolution?
  public var step: ProcessingStep
  /// When it was judged, decided or withdrawn, as recorded: the same every time.
  public var occurredAt: Timestamp
  @Nullable public var dueBy: Timestamp?
  public var school: SchoolReference
  /// Given name and initial; nil unless the application's signature is genuine.
  @BoundedOrNull<ShortName> public var childName: String?
  /// Nil unless the application's signature is genuine.
  @WithinOrNull<Grades> public var grade: Int?
  @OrEmpty public var reasons: [Reason]

  public init(
    applicationId: ApplicationID, number: ApplicationNumber, recipientIin: String, service: Service,
    language: Language, status: Status, resolution: Resolution?, step: ProcessingStep, occurredAt: Timestamp,
    dueBy: Timestamp?, school: SchoolReference, childName: String?, grade: Int? = nil, reasons: [Reason] = []
  ) {
    self.applicationId = applicationId
    self.number = number
    self.recipientIin = recipientIin
    self.service = service
    self.language = language
    self.status = status
    self.resolution = resolution
    self.step = step
    self.occurredAt = occurredAt
    self.dueBy = dueBy
    self.school = school
    self.childName = childName
    self.grade = grade
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
