/// Why an application is refused, or what else a citizen is told (contract, section 6), in the order in which reasons
/// are listed.
public enum ReasonCode: String, Sendable, Codable, CaseIterable, Comparable {
  case signatureInvalid = "signature.invalid"
  case signatureSignerMismatch = "signature.signerMismatch"
  case signatureReused = "signature.reused"
  case consentMissing = "consent.missing"
  case windowClosed = "window.closed"
  case ageNotEligible = "age.notEligible"
  case iinInvalid = "iin.invalid"
  case applicantNotParent = "applicant.notParent"
  case applicantNotRepresentative = "applicant.notRepresentative"
  case documentMissing = "document.missing"
  case documentUnreadable = "document.unreadable"
  case documentTooLarge = "document.tooLarge"
  case photoWrongFormat = "photo.wrongFormat"
  case applicationDuplicate = "application.duplicate"
  case transferSameSchool = "transfer.sameSchool"
  case transferSlipMismatch = "transfer.slipMismatch"
  case transferSlipUsed = "transfer.slipUsed"
  case transferIdentityMismatch = "transfer.identityMismatch"
  /// No refusal: the answer is late (step 15).
  case deadlinePassed = "deadline.passed"

  /// Listed earlier.
  public static func < (left: Self, right: Self) -> Bool { left.place < right.place }

  private var place: Int { Self.allCases.firstIndex(of: self)! }
}
