import Foundation
import QueueContracts

/// A family's draft, read as a form of the contract, and the problems that were found.
struct FormReading: PersonalData {
  /// The form of the contract.
  ///
  /// In place of a missing or unreadable answer, the form has an answer that breaks no rule, so that the rules can
  /// check the other answers.
  let form: ApplicationForm
  /// The problems, in the order of the fields.
  let problems: [FormProblem]

  /// Reads a draft.
  ///
  /// - Parameters:
  ///   - draft: what the family has filled in.
  ///   - language: the language of the page, in which the family will be answered.
  ///   - today: the day of submission.
  init(_ draft: FormDraft, language: Language, today: CivilDate) {
    var reader = FormReader(draft)
    let child = Child(
      iin: reader.text(.childIin), familyName: reader.name(.childFamilyName), givenName: reader.name(.childGivenName),
      patronymic: reader.nameIfAny(.childPatronymic),
      birthDate: reader.date(.childBirthDate) ?? today.adding(days: -7 * 366),
      bornAbroad: draft.isTicked(.childBornAbroad))
    let applicant = Applicant(
      iin: reader.text(.applicantIin), familyName: reader.name(.applicantFamilyName),
      givenName: reader.name(.applicantGivenName), patronymic: reader.nameIfAny(.applicantPatronymic),
      relation: reader.choice(.applicantRelation) ?? .parent, phone: reader.phone(.applicantPhone))
    // A missing grade is read as the second grade, to which no submission window and no age limit applies.
    let grade = reader.grade(.grade)
    var transfer: TransferDetails?
    if draft.service == .transfer {
      let slip = DeregistrationSlip(
        number: reader.text(.slipNumber), issuedOn: reader.date(.slipIssuedOn) ?? today,
        childIin: reader.text(.slipChildIin), fromSchoolBin: reader.text(.slipSchool),
        grade: reader.grade(.slipGrade) ?? grade ?? 2)
      transfer = TransferDetails(
        fromSchool: SchoolReference(bin: reader.text(.fromSchool)),
        identityDocument: IdentityDocument(
          type: reader.choice(.identityType) ?? .passport, number: reader.text(.identityNumber)),
        deregistrationSlip: slip)
    }
    form = ApplicationForm(
      service: draft.service, language: language, applicant: applicant, child: child,
      school: SchoolReference(bin: reader.text(.school)), grade: grade ?? 2,
      instructionLanguage: reader.text(.instructionLanguage),
      statusCategories: draft.service == .transfer ? [] : StatusCategory.allCases.filter(draft.categories.contains),
      consentToDataAccess: draft.isTicked(.consent), documents: draft.documents, transfer: transfer)
    let found = reader.problems
    problems = FormField.of(draft.service).flatMap { field in found.filter { $0.place == .field(field) } }
  }
}

/// Reads one answer after another and collects the problems.
private struct FormReader {
  let draft: FormDraft
  private(set) var problems: [FormProblem] = []

  init(_ draft: FormDraft) { self.draft = draft }

  mutating func text(_ field: FormField) -> String {
    let text = draft[field].trimmingCharacters(in: .whitespacesAndNewlines)
    if text.isEmpty {
      problems.append(.empty(field))
    } else if !AsWritten.accepts(text) {
      problems.append(.tooLong(field))
      return ""
    }
    return text
  }

  mutating func name(_ field: FormField) -> String {
    let name = Self.oneLine(draft[field])
    if name.isEmpty {
      problems.append(.empty(field))
    } else if !PersonName.accepts(name) {
      problems.append(.noName(field))
    }
    return name
  }

  mutating func nameIfAny(_ field: FormField) -> String? {
    Self.oneLine(draft[field]).isEmpty ? nil : name(field)
  }

  mutating func date(_ field: FormField) -> CivilDate? {
    let text = draft[field].trimmingCharacters(in: .whitespaces)
    if text.isEmpty {
      problems.append(.empty(field))
      return nil
    }
    guard let date = Self.date(text) else {
      problems.append(.noDate(field))
      return nil
    }
    return date
  }

  mutating func phone(_ field: FormField) -> String? {
    let text = text(field)
    guard !text.isEmpty else { return nil }
    guard let phone = PhoneNumber(text) else {
      problems.append(.noPhone(field))
      return nil
    }
    return phone.text
  }

  mutating func choice<Choice: RawRepresentable>(_ field: FormField) -> Choice? where Choice.RawValue == String {
    let choice = Choice(rawValue: draft[field])
    if choice == nil { problems.append(.empty(field)) }
    return choice
  }

  mutating func grade(_ field: FormField) -> Int? {
    guard let grade = Int(draft[field]), Grade.range.contains(grade) else {
      problems.append(.empty(field))
      return nil
    }
    return grade
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Reads a date like `2019-05-12`, or as people write it: `12.05.2019`, `12/5/2019`.
  private static func date(_ text: String) -> CivilDate? {
    if let date = CivilDate(text) { return date }
    let parts = text.split(whereSeparator: { "./- ".contains($0) }).map { Int($0) }
    guard parts.count == 3, let day = parts[0], let month = parts[1], let year = parts[2] else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }
}
