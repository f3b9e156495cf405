/// A school is to decide on an application: intake, or for a transfer TransferWorker → schools (contract 4.5).
public struct SchoolAdmissionRequested: RoutedContract, PersonalData {
  public static let route = MessageRoute(
    "school.admissionRequested.v1", .bin, from: [.intake, .transfer],
    to: [RouteReader(.schools), RouteReader(.school)])

  public var routingKey: String? { RoutingKey.schoolAdmissionRequested(school.bin) }

  public var applicationId: ApplicationID
  public var number: ApplicationNumber
  public var service: Service
  public var school: SchoolReference
  @Within<Grades> public var grade: Int
  @Bounded<AsWritten> public var instructionLanguage: String
  public var submittedAt: Timestamp
  /// The place in the order of acceptance at this school in the calendar year of submission, from 1, without gaps.
  @Within<Ordinals> public var arrival: Int
  @Nullable public var dueBy: Timestamp?
  public var applicant: Applicant
  public var child: Child
  @OrEmpty public var documents: [AttachedDocument]
  @OrEmpty public var statusCategories: [StatusCategory]
  /// The releasing school; nil unless it is a transfer.
  @Nullable public var fromSchool: SchoolReference?
  /// The number of another application for the child, of one whom no register names; nil if there is none.
  @Nullable public var conflictsWith: ApplicationNumber?

  /// Asks the school that the form names.
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
