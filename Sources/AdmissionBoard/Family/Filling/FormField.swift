import QueueContracts

/// A field of the form; its raw value is both its name and its id in the page.
///
/// The cases are in the order of the form.
enum FormField: String, CaseIterable, Codable, Sendable {
  case school, grade, instructionLanguage
  case fromSchool
  case childFamilyName, childGivenName, childPatronymic, childIin, childBirthDate, childBornAbroad
  case applicantFamilyName, applicantGivenName, applicantPatronymic, applicantIin, applicantRelation, applicantPhone
  case identityType, identityNumber
  case slipNumber, slipIssuedOn, slipGrade, slipSchool, slipChildIin
  case consent

  /// True if only the form for a transfer has the field.
  var isOfTransfer: Bool {
    switch self {
    case .fromSchool, .identityType, .identityNumber, .slipNumber, .slipIssuedOn, .slipGrade, .slipSchool,
      .slipChildIin:
      true
    default: false
    }
  }

  /// True if a family may leave the field empty.
  var isOptional: Bool { [.childPatronymic, .applicantPatronymic, .childBornAbroad, .consent].contains(self) }

  /// True if an answer is chosen from a list rather than written.
  var isChoice: Bool {
    switch self {
    case .school, .grade, .instructionLanguage, .fromSchool, .applicantRelation, .identityType, .slipGrade, .slipSchool:
      true
    default: false
    }
  }

  static func of(_ service: Service) -> [FormField] { allCases.filter { service == .transfer || !$0.isOfTransfer } }
}

/// The place in the form beside which a problem is shown.
enum FormPlace: Hashable, Sendable {
  case field(FormField)
  case document(DocumentKind)
  /// All documents together.
  case documents

  /// The id of the place in the page.
  var id: String {
    switch self {
    case .field(let field): field.rawValue
    case .document(let kind): "document-\(kind.rawValue)"
    case .documents: "documents"
    }
  }
}
