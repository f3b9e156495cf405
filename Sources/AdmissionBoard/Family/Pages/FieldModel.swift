import QueueContracts

/// A field of the form, as the template shows it.
struct FieldModel: Sendable {
  struct Option: Sendable {
    let id: String
    let name: String
    let value: String
    let label: String
    let note: String?
    let isChosen: Bool

    fileprivate func with(id: String) -> Option {
      Option(id: id, name: name, value: value, label: label, note: note, isChosen: isChosen)
    }
  }

  let id: String
  let label: String
  let hint: String?
  let value: String
  let isOptional: Bool
  let isText: Bool
  let isSelect: Bool
  let isRadios: Bool
  let isBox: Bool
  /// True if the sign-in determines the answer, so the family cannot change it.
  let isFixed: Bool
  let options: [Option]
  let autocomplete: String
  let inputMode: String
  let width: String
  let trouble: FieldError?
  /// The ids of the texts that explain the field; nil if there are none.
  let describedBy: String?

  init(
    _ field: FormField, _ words: FamilyTexts, _ language: Language, value: String, trouble: FieldError?,
    options: [Option] = []
  ) {
    id = field.rawValue
    label = words("field.\(id)", language)
    hint = field.hintKey.map { words($0, language) }
    self.value = value
    self.isOptional = field.isOptional && field.kind == .text
    isText = field.kind == .text
    isSelect = field.kind == .select
    isRadios = field.kind == .radios
    isBox = field.kind == .box
    isFixed = field.kind == .fixed
    // The first answer has the field's id, so that a link to the field leads to that answer.
    self.options = options.enumerated().map { $0 == 0 ? $1.with(id: field.rawValue) : $1 }
    autocomplete = field.autocomplete
    inputMode = field.inputMode
    width = field.width
    self.trouble = trouble
    describedBy = described(id, hint: hint, trouble: trouble)
  }
}

extension FormField {
  enum Kind { case text, select, radios, box, fixed }

  var kind: Kind {
    switch self {
    case .school, .instructionLanguage, .applicantRelation, .identityType: .radios
    case .grade, .fromSchool, .slipGrade, .slipSchool: .select
    case .childBornAbroad, .consent: .box
    case .applicantIin: .fixed
    default: .text
    }
  }

  var hintKey: String? {
    switch self {
    case .childIin, .applicantIin, .slipChildIin: "hint.iin"
    case .childBirthDate, .slipIssuedOn: "hint.date"
    case .applicantPhone, .consent, .slipGrade: "hint.\(rawValue)"
    default: nil
    }
  }

  /// The autocomplete hint; only the applicant's fields have one, because browsers know nothing about the child.
  var autocomplete: String {
    switch self {
    case .applicantFamilyName: "family-name"
    case .applicantGivenName: "given-name"
    case .applicantPatronymic: "additional-name"
    case .applicantPhone: "tel"
    default: "off"
    }
  }

  var inputMode: String {
    switch self {
    case .childIin, .applicantIin, .slipChildIin: "numeric"
    case .applicantPhone: "tel"
    default: "text"
    }
  }

  /// The stylesheet's class for a width that suits the answer.
  var width: String {
    switch self {
    case .childIin, .applicantIin, .slipChildIin, .childBirthDate, .slipIssuedOn, .identityNumber, .slipNumber: "short"
    case .applicantPhone: "middle"
    default: "wide"
    }
  }
}

/// The ids of the texts that explain a field; nil if there are none.
func described(_ id: String, hint: String?, trouble: FieldError?) -> String? {
  let ids = [hint == nil ? nil : "\(id)-hint", trouble == nil ? nil : "\(id)-error"].compactMap { $0 }
  return ids.isEmpty ? nil : ids.joined(separator: " ")
}
