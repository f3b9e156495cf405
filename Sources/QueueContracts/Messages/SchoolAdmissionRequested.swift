/// The request to a school to decide on an application (contract 4.5).
///
/// IntakeWorker sends the request; for a transfer, TransferWorker sends it.
public struct SchoolAdmissionRequested: RoutedContract, PersonalData {
  /// The route from intake and transfer to the schools; each school has its own routing key.
  public static let route = MessageRoute(
    "school.admissionRequested.v1", .bin, from: [.intake, .transfer],
    to: [RouteReader(.schools), RouteReader(.school)])

  /// The routing key of the school that is asked.
  public var routingKey: String? { RoutingKey.schoolAdmissionRequested(school.bin) }

  /// The application's identifier.
  public var applicationId: ApplicationID
  /// The application's number.
  public var number: ApplicationNumber
  /// The service that is applied for.
  public var service: Service
  /// The school that is asked.
  public var school: SchoolReference
  /// The grade that is applied for, 0 to 12.
  @Grade public var grade: Int
  /// The language of instruction as written in the form.
  @Bounded<AsWritten> public var instructionLanguage: String
  /// The time of submission.
  public var submittedAt: Timestamp
  /// The arrival number: the application's running number at this school in the calendar year of submission.
  ///
  /// Applications are numbered in the order of their acceptance, from 1, without gaps.
  @ArrivalNumber public var arrival: Int
  /// The time by which the answer is due; nil if no answer is due.
  @Nullable public var dueBy: Timestamp?
  /// The person who applies.
  public var applicant: Applicant
  /// The child that is applied for.
  public var child: Child
  /// The documents that are attached.
  @OrEmpty public var documents: [AttachedDocument]
  /// The statuses that the family claims (S-enrol.5).
  @OrEmpty public var statusCategories: [StatusCategory]
  /// The school that the child leaves; nil if the application is not for a transfer.
  @Nullable public var fromSchool: SchoolReference?
  /// The number of another applicant's application for the child; nil if there is none.
  ///
  /// That application did not block this one: state registers name the applicant of this application as the child's
  /// parent or guardian, and do not name the other applicant.
  @Nullable public var conflictsWith: ApplicationNumber?

  /// Creates the request to the school that the form names.
  public init(
    applicationId: ApplicationID, number: ApplicationNumber, submittedAt: Timestamp, dueBy: Timestamp?, arrival: Int,
    form: ApplicationForm, conflictsWith: ApplicationNumber? = nil
  ) {
    self.applicationId = applicationId
    self.number = number
    service = form.service
    school = form.school
    grade = form.grade
    instructionLanguage = form.instructionLanguage
    self.submittedAt = submittedAt
    self.arrival = arrival
    self.dueBy = dueBy
    applicant = form.applicant
    child = form.child
    documents = form.documents
    statusCategories = form.statusCategories
    self.conflictsWith = conflictsWith
    fromSchool = form.service == .transfer ? form.transfer?.fromSchool : nil
  }
}
