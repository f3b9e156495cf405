/// The code of a reason for a refusal, or of the news that an answer is late (contract, section 6).
///
/// The cases stand in the order in which reasons are listed.
public enum ReasonCode: String, Sendable, Codable, CaseIterable, Comparable {
  /// The signature or attestation is not genuine (S-step2).
  case signatureInvalid = "signature.invalid"
  /// The signature is genuine, but not the applicant's (S-step2).
  case signatureSignerMismatch = "signature.signerMismatch"
  /// Another application has the same signature (S-step2).
  case signatureReused = "signature.reused"
  /// The applicant gives no consent to access personal data.
  case consentMissing = "consent.missing"
  /// The application window of the first grade was closed on the day of submission (S-window).
  case windowClosed = "window.closed"
  /// The child is too young for the first grade.
  case ageNotEligible = "age.notEligible"
  /// The IIN of the applicant or of the child cannot have been issued; the subject says whose IIN.
  case iinInvalid = "iin.invalid"
  /// The civil register names the child's parents, and the applicant is none of them (S-enrol.1).
  case applicantNotParent = "applicant.notParent"
  /// The guardianship register does not name the applicant, and no decision on guardianship is attached (S-enrol.1).
  case applicantNotRepresentative = "applicant.notRepresentative"
  /// A required document is not attached; the reason's subject is the document's kind.
  case documentMissing = "document.missing"
  /// A required document is not in the document store, is damaged, or is not what the form says.
  ///
  /// The subject is the kind of the document.
  case documentUnreadable = "document.unreadable"
  /// All attachments together are larger than the limit.
  case documentTooLarge = "document.tooLarge"
  /// The photograph has the wrong ratio or size (S-enrol.3).
  case photoWrongFormat = "photo.wrongFormat"
  /// Another application for the child is in processing, or has given the child a place.
  case applicationDuplicate = "application.duplicate"
  /// The receiving and the releasing school are the same (S-transfer).
  case transferSameSchool = "transfer.sameSchool"
  /// The slip's child, school or grade differs from the form's; the subject says which (S-transfer.3).
  case transferSlipMismatch = "transfer.slipMismatch"
  /// The slip was used for another application (S-transfer.3).
  case transferSlipUsed = "transfer.slipUsed"
  /// The identity document cannot be the child's (S-transfer.2).
  case transferIdentityMismatch = "transfer.identityMismatch"
  /// The answer is late (step 15); this reason does not mean a refusal.
  case deadlinePassed = "deadline.passed"

  /// Tells whether the left reason is listed before the right one.
  public static func < (left: Self, right: Self) -> Bool { left.place < right.place }

  private var place: Int { Self.allCases.firstIndex(of: self)! }
}

extension ReasonCode {
  /// The clause that a reason cites (contract, section 6); nil if it cites none.
  ///
  /// - Parameter subject: the reason's subject; for a reason about a document, the document's kind decides the clause.
  /// - Returns: the clause, or nil for a reason that rests on no clause.
  public func clause(subject: String?) -> Clause? {
    switch self {
    case .signatureInvalid, .signatureSignerMismatch, .signatureReused: .signature
    case .windowClosed: .window
    case .applicantNotParent, .applicantNotRepresentative: .application
    case .documentMissing, .documentUnreadable: subject.flatMap(DocumentKind.init(rawValue:))?.clause
    case .photoWrongFormat: .photo
    case .transferSameSchool: .transfer
    case .transferSlipMismatch, .transferSlipUsed: .deregistrationSlip
    case .transferIdentityMismatch: .identityDocument
    case .consentMissing, .ageNotEligible, .iinInvalid, .documentTooLarge, .applicationDuplicate, .deadlinePassed: nil
    }
  }
}
