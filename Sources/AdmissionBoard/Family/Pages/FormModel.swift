import Admission
import Foundation
import QueueContracts
import ReferenceFiles

/// The form as the template shows it, with the answers so far and the problem beside each field.
struct FormModel: Sendable {
  struct Part: Sendable {
    let id: String
    let legend: String
    let fields: [FieldModel]
  }

  struct Box: Sendable {
    let id: String
    let value: String
    let label: String
    let isTicked: Bool
  }

  struct Documents: Sendable {
    let lead: String
    let used: String
    let needed: [DocumentRow]
    let others: [DocumentRow]
    let hasOthers: Bool
    /// True if the list of the other documents is open, because one of them has a file or a problem.
    let areOthersOpen: Bool
    let trouble: FieldError?
  }

  let action: String
  /// The limit of all files together, in bytes.
  let limit: Int
  let tooLarge: String
  let problems: [ProblemLink]
  let hasProblems: Bool
  let before: [Part]
  let statusLegend: String
  let statuses: [Box]
  let hasStatuses: Bool
  let documentsLegend: String
  let documents: Documents
  let consentLegend: String
  let consent: FieldModel
  /// True if the form can be sent although the application would be refused.
  let maySendAnyway: Bool
}

/// A kind of document with its files.
struct DocumentRow: Sendable {
  struct File: Sendable {
    let name: String
    let size: String
    let removal: String
  }

  let id: String
  let kind: String
  let label: String
  let hint: String?
  let files: [File]
  /// True if there is room for another file.
  let takesFile: Bool
  let hasMadeUp: Bool
  let accepts: String
  let trouble: FieldError?
  let describedBy: String?
}

/// Makes the models of the form and of the page for signing from a draft.
struct FormModelMaker: Sendable {
  let family: Family
  let edition: RulesEdition
  let language: Language
  let draft: FormDraft
  let problems: [FormProblem]

  private var words: FamilyTexts { family.words }
  private var problemWords: ProblemWords {
    ProblemWords(words: words, letters: family.letters, edition: edition, language: language)
  }

  func model() -> FormModel {
    let isTransfer = draft.service == .transfer
    return FormModel(
      action: "/family/apply/\(draft.service.rawValue)", limit: edition.attachmentBytes,
      tooLarge: problemWords.fieldError(.reason(Reason(.documentTooLarge))).text,
      problems: problemWords.links(problems),
      hasProblems: !problems.isEmpty, before: parts,
      statusLegend: words("legend.status", language),
      statuses: StatusCategory.allCases.map { category in
        FormModel.Box(
          id: "status-\(category.rawValue)", value: category.rawValue,
          label: words("category.\(category.rawValue)", language),
          isTicked: draft.categories.contains(category))
      },
      hasStatuses: !isTransfer, documentsLegend: words("legend.documents", language), documents: documents,
      consentLegend: words("legend.consent", language), consent: field(.consent),
      maySendAnyway: !problems.isEmpty && !problems.contains(where: \.isInTheWay))
  }

  // MARK: Fields

  private var parts: [FormModel.Part] {
    let all: [(String, [FormField])] = [
      ("school", [.school, .grade, .instructionLanguage, .fromSchool]),
      (
        "child",
        [.childFamilyName, .childGivenName, .childPatronymic, .childIin, .childBirthDate, .childBornAbroad]
      ),
      (
        "applicant",
        [
          .applicantFamilyName, .applicantGivenName, .applicantPatronymic, .applicantIin, .applicantRelation,
          .applicantPhone,
        ]
      ), ("identity", [.identityType, .identityNumber]),
      ("slip", [.slipNumber, .slipIssuedOn, .slipGrade, .slipSchool, .slipChildIin]),
    ]
    let asked = Set(FormField.of(draft.service))
    return all.compactMap { name, fields in
      let fields = fields.filter(asked.contains)
      guard !fields.isEmpty else { return nil }
      return FormModel.Part(
        id: "part-\(name)", legend: words("legend.\(name)", language), fields: fields.map(field))
    }
  }

  private func field(_ field: FormField) -> FieldModel {
    FieldModel(
      field, words, language, value: Self.shown(draft[field], field),
      trouble: problemWords.fieldError(at: .field(field), of: problems), options: options(field))
  }

  /// The answer as the form shows it: a date as `12.05.2019`, any other answer unchanged.
  private static func shown(_ text: String, _ field: FormField) -> String {
    guard [.childBirthDate, .slipIssuedOn].contains(field), let date = CivilDate(text) else { return text }
    let digits = "\(date)".split(separator: "-")
    return digits.reversed().joined(separator: ".")
  }

  private func options(_ field: FormField) -> [FieldModel.Option] {
    func option(_ value: String, _ label: String, note: String? = nil) -> FieldModel.Option {
      FieldModel.Option(
        id: "\(field.rawValue)-\(value)", name: field.rawValue, value: value, label: label, note: note,
        isChosen: draft[field] == value)
    }
    switch field {
    case .school, .fromSchool, .slipSchool: return schools(of: field).map { option($0.bin, $0.name, note: $0.note) }
    case .grade, .slipGrade:
      return Grade.range.map { grade in
        option("\(grade)", grade == 0 ? words("grade.0", language) : words("grade.n", language, ["grade": "\(grade)"]))
      }
    case .instructionLanguage: return ["kk", "ru", "en"].map { option($0, words("instruction.\($0)", language)) }
    case .applicantRelation:
      return Relation.allCases.map { option($0.rawValue, words("relation.\($0.rawValue)", language)) }
    case .identityType:
      return IdentityDocumentType.allCases.map { option($0.rawValue, words("identity.\($0.rawValue)", language)) }
    case .consent, .childBornAbroad: return [option(FormDraft.ticked, words("field.\(field.rawValue)", language))]
    default: return []
    }
  }

  /// The directory's schools, and the draft's school if the directory does not have it.
  private func schools(of field: FormField) -> [(bin: String, name: String, note: String?)] {
    var schools = family.schools.all.map {
      (bin: $0.key.digits, name: $0.value.name[language], note: note($0.key.digits))
    }
    .sorted { ($0.name, $0.bin) < ($1.name, $1.bin) }
    if !draft[field].isEmpty, !schools.contains(where: { $0.bin == draft[field] }) {
      schools.append((draft[field], words("otherSchool", language, ["bin": draft[field]]), nil))
    }
    return schools
  }

  private func note(_ bin: String) -> String? { words("schoolBin", language, ["bin": bin]) }

  // MARK: Documents

  private var documents: FormModel.Documents {
    let required = edition.requiredKinds[draft.service] ?? []
    let listed = DocumentKind.listed(for: draft.service)
    let needed = listed.filter(required.contains)
    let others = listed.filter { !required.contains($0) }
    let limit = "\(edition.attachmentBytes / 1_048_576)"
    let used = draft.documents.reduce(0) { $0 + min($1.size, 1 << 30) }
    return FormModel.Documents(
      lead: words("documentsLead", language, ["limit": limit]),
      used: words("documentsUsed", language, ["used": fileSize(used, language), "limit": limit]),
      needed: needed.map(row), others: others.map(row), hasOthers: !others.isEmpty,
      areOthersOpen: others.contains { kind in
        draft.documents.contains { $0.kind == kind } || problems.contains { $0.place == .document(kind) }
      },
      trouble: problemWords.fieldError(at: .documents, of: problems))
  }

  private func row(_ kind: DocumentKind) -> DocumentRow {
    let (id, key) = (FormPlace.document(kind).id, "documentHint.\(kind.rawValue)")
    let photo = edition.photo
    let pixels = "\(photo.leastWidth)×\(photo.leastHeight)"
    let hint = words.has(key) ? words(key, language, ["pixels": pixels]) : nil
    let files = draft.documents.filter { $0.kind == kind }
    let trouble = problemWords.fieldError(at: .document(kind), of: problems)
    let takesFile = files.count < (edition.pieces[kind] ?? 1)
    return DocumentRow(
      id: id, kind: kind.rawValue, label: problemWords.name(of: kind), hint: hint,
      files: files.map {
        DocumentRow.File(
          name: $0.fileName ?? kind.rawValue, size: fileSize($0.size, language),
          removal: "remove \(kind.rawValue) \($0.reference)")
      },
      takesFile: takesFile, hasMadeUp: takesFile && family.folder.madeUp[kind] != nil,
      accepts: kind == .photo ? ".jpg,.jpeg,.png" : ".pdf,.jpg,.jpeg,.png", trouble: trouble,
      describedBy: described(id, hint: hint, trouble: trouble))
  }
}
