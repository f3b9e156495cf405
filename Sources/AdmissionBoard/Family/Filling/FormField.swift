import QueueContracts

/// A field of the page's form; its raw value is its name and its id in the page.
///
/// In the order in which they stand in the form.
enum FormField: String, CaseIterable, Codable, Sendable {
  case school, grade, instructionLanguage
  case fromSchool
  case childFamilyName, childGivenName, childPatronymic, childIin, childBirthDate, childBornAbroad
  case applicantFamilyName, applicantGivenName, applicantPatronymic, applicantIin, applicantRelation, applicantPhone
  case identityType, identityNumber
  case slipNumber, slipIssuedOn, slipGrade, slipSchool, slipChildIin
  case consent

  /// Only a transfer has it.
  var isOfTransfer: Bool {
    switch self {
    case .fromSchool, .identityType, .identityNumber, .slipNumber, .slipIssuedOn, .slipGrade, .slipSchool,
      .slipChildIin:
      true
    default: false
    }
  }

  /// A family may leave it empty.
  var isOptional: Bool { [.childPatronymic, .applicantPatronymic, .childBornAbroad, .consent].contains(self) }

  /// One of a few answers is chosen rather than written.
  var isChoice: Bool {
    switch self {
    case .school, .grade, .instructionLanguage, .fromSchool, .applicantRelation, .identityType, .slipGrade, .slipSchool:
      true
    default: false
    }
  }

  static func of(_ service: Service) -> [FormField] { allCases.filter { service == .transfer || !$0.isOfTransfer } }
}

/// A place in the form that a problem stands beside.
enum FormPlace: Hashable, Sendable {
  case field(FormField)
  case document(DocumentKind)
  /// All documents together.
  case documents

  /// The id in the page.
  var id: String {
    switch self {
    case .field(let field): field.rawValue
    case .document(let kind): "document-\(kind.rawValue)"
    case .documents: "documents"
    }
  }
}
