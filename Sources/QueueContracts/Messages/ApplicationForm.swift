/// The form that a citizen filled in and signed (contract 4.2).
public struct ApplicationForm: Codable, Sendable, Equatable, PersonalData {
  public var service: Service
  public var language: Language
  public var applicant: Applicant
  public var child: Child
  public var school: SchoolReference
  /// 0, the pre-school class of a school, to 12.
  @Within<Grades> public var grade: Int
  @Bounded<AsWritten> public var instructionLanguage: String
  @OrEmpty public var statusCategories: [StatusCategory]
  @OrFalse public var consentToDataAccess: Bool
  @OrEmpty public var documents: [AttachedDocument]
  /// Never nil where the service is `transfer` and the form was decoded.
  @Nullable public var transfer: TransferDetails?

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

  /// Reads a form; one for a transfer without the transfer's details is undecodable at `transfer`.
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
