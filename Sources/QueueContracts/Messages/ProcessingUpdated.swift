/// An update on an application, which intake and transfer send to notify for the service history (contract 4.7).
public struct ProcessingUpdated: RoutedContract, PersonalData {
  /// The route from intake and transfer to notify.
  public static let route = MessageRoute(
    "processing.updated.v1", from: [.intake, .transfer], to: [RouteReader(.notify)])

  /// The application's identifier.
  public var applicationId: ApplicationID
  /// The application's number.
  public var number: ApplicationNumber
  /// The applicant's IIN as written in the form; it may be invalid.
  @Bounded<AsWritten> public var recipientIin: String
  /// The service that was applied for.
  public var service: Service
  /// The language that the family is answered in.
  public var language: Language
  /// The application's status after this update.
  public var status: Status
  /// How the application ended; nil while the application is in processing.
  @Nullable public var resolution: Resolution?
  /// The step of the processing that the update reports.
  public var step: ProcessingStep
  /// The time of what the update reports; it is recorded, so it is the same each time that the update is sent.
  public var occurredAt: Timestamp
  /// The time by which the answer is due; nil if no answer is due.
  @Nullable public var dueBy: Timestamp?
  /// The school that was applied to.
  public var school: SchoolReference
  /// The child's given name and initial; nil if the application's signature is not genuine.
  @BoundedOrNull<ShortName> public var childName: String?
  /// The grade that was applied for, 0 to 12; nil if the application's signature is not genuine.
  @GradeOrNull public var grade: Int?
  /// The reasons that the family is told, for example for a refusal or a delay.
  @OrEmpty public var reasons: [Reason]

  /// Creates an update.
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

extension ProcessingUpdated: CheckedFields {
  /// Checks each reason.
  func check(at path: [any CodingKey]) throws(DecodingError) {
    try reasons.check(at: path + ["reasons".codingKey])
  }
}

/// The status of an application, which never goes back from `completed`.
public enum Status: String, Sendable, Codable, CaseIterable {
  /// The application has not ended yet.
  case inProcessing
  /// The application has ended; its ``Resolution`` says how.
  case completed
}

/// The end of an application.
public enum Resolution: String, Sendable, Codable, CaseIterable {
  /// A place was given.
  case positive
  /// The application was refused, with reasons.
  case negative
  /// The applicant withdrew.
  case withdrawn
}
