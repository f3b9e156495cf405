import QueueContracts

/// A form as a family has filled it in so far, with each answer as it was written.
struct FormDraft: Codable, Sendable, Equatable, PersonalData {
  let service: Service
  /// The answers by field name; the answer of a ticked box is ``ticked``.
  private var answers: [String: String] = [:]
  var categories: Set<StatusCategory> = []
  var documents: [AttachedDocument] = []

  static let ticked = "yes"

  init(_ service: Service) { self.service = service }

  /// The answer in a field; empty if there is none.
  subscript(field: FormField) -> String {
    get { answers[field.rawValue] ?? "" }
    set { answers[field.rawValue] = newValue.isEmpty ? nil : newValue }
  }

  func isTicked(_ field: FormField) -> Bool { self[field] == Self.ticked }
}

extension FormDraft {
  /// Takes over the answers of an earlier application's form.
  init(_ form: ApplicationForm) {
    self.init(form.service)
    self[.school] = form.school.bin
    self[.grade] = "\(form.grade)"
    self[.instructionLanguage] = form.instructionLanguage
    set(form.child)
    set(form.applicant)
    self[.consent] = form.consentToDataAccess ? Self.ticked : ""
    categories = Set(form.statusCategories)
    documents = form.documents
    if let transfer = form.transfer { set(transfer) }
  }

  /// Fills in a form for `service` with those answers of `form` that fit this service.
  init(_ service: Service, of form: ApplicationForm) {
    if form.service == service {
      self.init(form)
      return
    }
    self.init(service)
    self[.grade] = "\(form.grade)"
    self[.instructionLanguage] = form.instructionLanguage
    set(form.child)
    set(form.applicant)
    if service != .transfer, form.service != .transfer {
      self[.school] = form.school.bin
      categories = Set(form.statusCategories)
      documents = form.documents.filter { $0.kind != .medicalCommissionConclusion }
    }
  }

  private mutating func set(_ child: Child) {
    self[.childFamilyName] = child.familyName
    self[.childGivenName] = child.givenName
    self[.childPatronymic] = child.patronymic ?? ""
    self[.childIin] = child.iin
    self[.childBirthDate] = "\(child.birthDate)"
    self[.childBornAbroad] = child.bornAbroad ? Self.ticked : ""
  }

  private mutating func set(_ applicant: Applicant) {
    self[.applicantFamilyName] = applicant.familyName
    self[.applicantGivenName] = applicant.givenName
    self[.applicantPatronymic] = applicant.patronymic ?? ""
    self[.applicantIin] = applicant.iin
    self[.applicantRelation] = applicant.relation.rawValue
    self[.applicantPhone] = applicant.phone ?? ""
  }

  private mutating func set(_ transfer: TransferDetails) {
    self[.fromSchool] = transfer.fromSchool.bin
    self[.identityType] = transfer.identityDocument.type.rawValue
    self[.identityNumber] = transfer.identityDocument.number
    self[.slipNumber] = transfer.deregistrationSlip.number
    self[.slipIssuedOn] = "\(transfer.deregistrationSlip.issuedOn)"
    self[.slipGrade] = "\(transfer.deregistrationSlip.grade)"
    self[.slipSchool] = transfer.deregistrationSlip.fromSchoolBin
    self[.slipChildIin] = transfer.deregistrationSlip.childIin
  }
}
