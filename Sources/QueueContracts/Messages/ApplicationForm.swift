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
  /// The grade that is applied for: 0, the pre-school class of a school, to 12.
  @Within<Grades> public var grade: Int
  /// The language of instruction as written, `kk` or `ru` for example.
  @Bounded<AsWritten> public var instructionLanguage: String
  /// The statuses that the family claims (S-enrol.5).
  @OrEmpty public var statusCategories: [StatusCategory]
  /// The applicant's consent to access personal data; without consent, no state register is asked.
  @OrFalse public var consentToDataAccess: Bool
  /// The documents that are attached, in any order.
  @OrEmpty public var documents: [AttachedDocument]
  /// The details of a transfer; never nil in a decoded form whose service is `transfer`.
  @Nullable public var transfer: TransferDetails?

  /// Creates a form, to be written by ``SignedForm/init(_:)`` and then signed.
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

  /// Reads a form; a form for a transfer is undecodable at `transfer` if the details of the transfer are missing.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    service = try values.decode(Service.self, forKey: .service)
    language = try values.decode(Language.self, forKey: .language)
    applicant = try values.decode(Applicant.self, forKey: .applicant)
    child = try values.decode(Child.self, forKey: .child)
    school = try values.decode(SchoolReference.self, forKey: .school)
    _grade = try values.decode(Within<Grades>.self, forKey: .grade)
    _instructionLanguage = try values.decode(Bounded<AsWritten>.self, forKey: .instructionLanguage)
    _statusCategories = try values.decode(OrEmpty<StatusCategory>.self, forKey: .statusCategories)
    _consentToDataAccess = try values.decode(OrFalse.self, forKey: .consentToDataAccess)
    _documents = try values.decode(OrEmpty<AttachedDocument>.self, forKey: .documents)
    _transfer = try values.decode(Nullable<TransferDetails>.self, forKey: .transfer)
    guard service != .transfer || transfer != nil else {
      throw values.wrong(.transfer, "the details of the transfer")
    }
  }
}
