/// The form that a citizen filled in and signed (contract 4.2).
public struct ApplicationForm: Codable, Sendable, Equatable, PersonalData {
  /// The service that is applied for.
  public var service: Service
  /// The language that the family is answered in.
  public var language: Language
  /// The person who applies.
  public var applicant: Applicant
  /// The child that is applied for.
  public var child: Child
  /// The school that is applied to; for a transfer, the school to which the child moves.
  public var school: SchoolReference
  /// The grade that is applied for, 0 to 12; grade 0 is the pre-school class of a school.
  @Grade public var grade: Int
  /// The language of instruction as the form states it, for example `kk` or `ru`.
  @Bounded<AsWritten> public var instructionLanguage: String
  /// The statuses that the family claims (S-enrol.5).
  @OrEmpty public var statusCategories: [StatusCategory]
  /// The applicant's consent to access personal data; without consent, no state register is asked.
  @OrFalse public var consentToDataAccess: Bool
  /// The documents that are attached, in any order.
  @OrEmpty public var documents: [AttachedDocument]
  /// The details of a transfer; never nil in a decoded form whose service is `transfer`.
  @Nullable public var transfer: TransferDetails?

  /// Creates a form; ``SignedForm/init(_:)`` writes it as the bytes that are then signed.
  public init(
    service: Service, language: Language, applicant: Applicant, child: Child, school: SchoolReference, grade: Int,
    instructionLanguage: String, statusCategories: [StatusCategory] = [], consentToDataAccess: Bool = false,
    documents: [AttachedDocument] = [], transfer: TransferDetails? = nil
  ) {
    self.service = service
    self.language = language
    self.applicant = applicant
    self.child = child
    self.school = school
    self.grade = grade
    self.instructionLanguage = instructionLanguage
    self.statusCategories = statusCategories
    self.consentToDataAccess = consentToDataAccess
    self.documents = documents
    self.transfer = transfer
  }
}

extension ApplicationForm: CheckedFields {
  /// Checks that a form for a transfer has the details of the transfer.
  func check(at path: [any CodingKey]) throws(DecodingError) {
    guard service != .transfer || transfer != nil else {
      throw .wrong(at: path + ["transfer".codingKey], "the details of the transfer")
    }
  }
}
