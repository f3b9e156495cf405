import QueueContracts

/// A problem with a form that a family has filled in.
enum FormProblem: Hashable, Sendable {
  /// Nothing was written or chosen.
  case empty(FormField)
  case noName(FormField)
  case noDate(FormField)
  case noPhone(FormField)
  case tooLong(FormField)
  /// A reason for which the service would refuse the application.
  case reason(Reason)
  /// A file was refused for this reason.
  case file(DocumentKind, Reason)
  /// There is no room for another file in the form or in the sandbox.
  case noRoom(DocumentKind)

  /// True if the problem leaves the form without a value that the contract needs, so the form cannot be sent at all.
  var isInTheWay: Bool {
    switch self {
    case .empty, .noName, .noDate, .noPhone, .tooLong: true
    case .reason, .file, .noRoom: false
    }
  }

  /// The place beside which the problem is shown.
  var place: FormPlace {
    switch self {
    case .empty(let field), .noName(let field), .noDate(let field), .noPhone(let field), .tooLong(let field):
      .field(field)
    case .file(let kind, _), .noRoom(let kind): .document(kind)
    case .reason(let reason): Self.place(of: reason)
    }
  }

  private static func place(of reason: Reason) -> FormPlace {
    if let kind = reason.subject.flatMap(DocumentKind.init(rawValue:)) { return .document(kind) }
    return switch (reason.known, reason.subject) {
    case (.consentMissing, _): .field(.consent)
    case (.windowClosed, _): .field(.grade)
    case (.ageNotEligible, _): .field(.childBirthDate)
    case (.iinInvalid, "child"): .field(.childIin)
    case (.iinInvalid, _): .field(.applicantIin)
    case (.applicantNotParent, _), (.applicantNotRepresentative, _): .field(.applicantRelation)
    case (.transferSameSchool, _): .field(.school)
    case (.transferSlipMismatch, "child"): .field(.slipChildIin)
    case (.transferSlipMismatch, "school"): .field(.slipSchool)
    case (.transferSlipMismatch, _): .field(.slipGrade)
    case (.transferSlipUsed, _): .field(.slipNumber)
    case (.transferIdentityMismatch, _): .field(.identityNumber)
    default: .documents
    }
  }
}
