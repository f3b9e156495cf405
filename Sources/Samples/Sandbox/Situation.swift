/// A situation of the sandbox: one made-up family, and the answer that it gets.
package enum Situation: String, CaseIterable, Sendable {
  case accepted
  case acceptedBySMS = "accepted-by-sms"
  case specialSchool = "special-school"
  case socialAssistance = "social-assistance"
  case unemployedParent = "unemployed-parent"
  case guardian
  case bornAbroad = "born-abroad"
  case homeSchooling = "home-schooling"
  case transfer
  case missingHealthForm = "missing-health-form"
  case missingPhoto = "missing-photo"
  case photoWrongSize = "photo-wrong-size"
  case documentDamaged = "document-damaged"
  case documentsTooLarge = "documents-too-large"
  case noConsent = "no-consent"
  case childIinWrong = "child-iin-wrong"
  case tooYoung = "too-young"
  case windowClosed = "window-closed"
  case notAParent = "not-a-parent"
  case notAGuardian = "not-a-guardian"
  case alreadyApplied = "already-applied"
  case signatureInvalid = "signature-invalid"
  case signerMismatch = "signer-mismatch"
  case sameSchool = "same-school"
  case slipMismatch = "slip-mismatch"
  case slipUsed = "slip-used"
  case identityMismatch = "identity-mismatch"
  case registerDown = "register-down"
  case schoolUnknown = "school-unknown"

  /// The first answer to the family's application.
  package enum Answer: Equatable, Sendable {
    /// The application is accepted: a transfer by TransferWorker, any other application by IntakeWorker.
    case accepted
    /// The application is refused for these reasons, each written as its code, or as code, blank and subject.
    case refused([String])
    /// The application is received, and waits to be judged.
    case received

    package var words: String {
      switch self {
      case .accepted: "accepted"
      case .refused(let reasons): "refused: " + reasons.joined(separator: ", ")
      case .received: "received, and waits"
      }
    }
  }

  package var answer: Answer {
    switch self {
    case .accepted, .acceptedBySMS, .specialSchool, .socialAssistance, .unemployedParent, .guardian, .bornAbroad,
      .homeSchooling, .transfer:
      .accepted
    case .missingHealthForm: .refused(["document.missing healthForm026"])
    case .missingPhoto: .refused(["document.missing photo"])
    case .photoWrongSize: .refused(["photo.wrongFormat photo"])
    case .documentDamaged: .refused(["document.unreadable healthForm063"])
    case .documentsTooLarge: .refused(["document.tooLarge"])
    case .noConsent: .refused(["consent.missing"])
    case .childIinWrong: .refused(["iin.invalid child"])
    case .tooYoung: .refused(["age.notEligible"])
    case .windowClosed: .refused(["window.closed"])
    case .notAParent: .refused(["applicant.notParent"])
    case .notAGuardian: .refused(["applicant.notRepresentative"])
    case .alreadyApplied: .refused(["application.duplicate"])
    case .signatureInvalid: .refused(["signature.invalid"])
    case .signerMismatch: .refused(["signature.signerMismatch"])
    case .sameSchool: .refused(["transfer.sameSchool"])
    case .slipMismatch: .refused(["transfer.slipMismatch child", "transfer.slipMismatch grade"])
    case .slipUsed: .refused(["transfer.slipUsed"])
    case .identityMismatch: .refused(["transfer.identityMismatch"])
    case .registerDown, .schoolUnknown: .received
    }
  }

  /// The family's case in words.
  package var title: String {
    switch self {
    case .accepted: "the mother applies for the first grade, with an EDS; the civil register knows her"
    case .acceptedBySMS: "the same with an SMS password, which the portal attests"
    case .specialSchool: "first grade of the special school, with the PMPK's conclusion"
    case .socialAssistance: "a register confirms the social assistance: no certificate is attached"
    case .unemployedParent: "the register knows the mother as unemployed: no certificate is attached"
    case .guardian: "the guardianship register knows the applicant: no decision is attached"
    case .bornAbroad: "the civil register does not know the child; the birth certificate is attached"
    case .homeSchooling: "home schooling, with the medical commission's conclusion"
    case .transfer: "a move to another school"
    case .missingHealthForm: "health form 026 is not attached"
    case .missingPhoto: "no photo is attached"
    case .photoWrongSize: "the photo is as wide as high"
    case .documentDamaged: "health form 063 is a PDF without its end"
    case .documentsTooLarge: "the attachments are over 5 MB together"
    case .noConsent: "no consent to access personal data"
    case .childIinWrong: "the child's IIN has a wrong check digit"
    case .tooYoung: "the child turns five in this year"
    case .windowClosed: "submitted half a minute before the window opens"
    case .notAParent: "the civil register names other parents"
    case .notAGuardian: "a representative whom no register knows, without a decision"
    case .alreadyApplied: "the other parent has applied: the sandbox sends that application when it starts"
    case .signatureInvalid: "signed by a forged certificate"
    case .signerMismatch: "signed with the other parent's EDS"
    case .sameSchool: "a move from a school to the same one"
    case .slipMismatch: "the slip names another child and another grade"
    case .slipUsed: "another move holds the slip: the sandbox sends that application when it starts"
    case .identityMismatch: "the identity card's number has eight digits"
    case .registerDown: "the register of unemployment gives no answer about this mother"
    case .schoolUnknown: "the form names a school that no directory has; an operator finds it parked"
    }
  }

  package var means: SampleScenario.Means {
    switch self {
    case .accepted, .guardian, .signerMismatch: .eds
    case .signatureInvalid: .forgedEDS
    default: .sms
    }
  }
}
