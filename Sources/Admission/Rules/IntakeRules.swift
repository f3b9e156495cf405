public import QueueContracts

/// The rules that intake applies, one entry each.
///
/// To add or change a rule, touch this file and its table of cases.
///
/// The order does not matter: reasons are listed in the contract's order of codes.
public enum IntakeRules {
  /// Applied to everything but a form whose signature is not genuine.
  public static let all: [Rule] = [
    Rule(.signatureSignerMismatch, "the signature is genuine, but not the applicant's") {
      $0.facts.signature == .otherSigner
    },
    Rule(.consentMissing, "no consent to access personal data") { !$0.form.consentToDataAccess },
    Rule(.windowClosed, "an application for the first grade outside of the window") {
      $0.form.isFirstGrade && !$0.edition.firstGradeWindow.contains($0.submittedAt.monthDay)
    },
    Rule(.ageNotEligible, "a first-grader who does not turn six in the calendar year of submission") {
      $0.form.isFirstGrade && $0.birthDate.year + $0.edition.firstGradeAge > $0.submittedAt.day.year
    },
    Rule(.iinInvalid, "an IIN that cannot have been issued") { submission in
      [("applicant", submission.form.applicant.iin), ("child", submission.form.child.iin)]
        .filter { IIN($0.1) == nil }
        .map { .reason(Reason(.iinInvalid, subject: $0.0)) }
    },
    Rule(.applicantNotParent, "a parent whom the civil register does not name") { submission in
      guard submission.form.applicant.relation == .parent,
        let record = submission.facts.civilRegistration.record, !record.parents.isEmpty
      else { return false }
      return !record.parents.contains(submission.form.applicant.iin)
    },
    Rule(.applicantNotRepresentative, "a representative without guardianship in the register or by a decision") {
      $0.representation
    },
    Rule(.documentMissing, "a document that is asked for and not attached") { submission in
      submission.askedKinds.compactMap { kind, register in
        if submission.attaches(kind) { return nil }
        if let register { return submission.copyFinding(kind, unless: register) }
        return .reason(Reason(.documentMissing, kind))
      }
    },
    Rule(.documentUnreadable, "an attached document that is absent, damaged or not what it claims to be") {
      submission in
      submission.kinds(with: .unreadable).map { .reason(Reason(.documentUnreadable, $0)) }
    },
    Rule(.documentTooLarge, "all attachments together over the limit") { submission in
      let (total, overflow) = submission.form.documents.reduce((0, false)) { sum, document in
        let next = sum.0.addingReportingOverflow(document.size)
        return (next.partialValue, sum.1 || next.overflow)
      }
      return overflow || total > submission.edition.attachmentBytes
    },
    Rule(.photoWrongFormat, "a photo that is not 3:4, too small, or no picture") { submission in
      submission.kinds(with: .wrongFormat).contains(.photo)
        ? [.reason(Reason(.photoWrongFormat, subject: DocumentKind.photo.rawValue))] : []
    },
  ]

  /// Applies every rule, so that the citizen can mend everything in one go.
  public static func judge(_ submission: Submission) -> Verdict {
    if submission.facts.signature == .invalid { return .judged([Reason(.signatureInvalid)]) }
    let findings = all.flatMap { $0.findings(submission) }
    let awaited = findings.compactMap { if case .waitFor(let register) = $0 { register } else { nil } }
    guard awaited.isEmpty else { return .waitFor(Set(awaited)) }
    return .judged(findings.compactMap { if case .reason(let reason) = $0 { reason } else { nil } }.inContractOrder)
  }
}

extension Array where Element == Reason {
  /// In the order of the codes; reasons of one code stay in their order.
  public var inContractOrder: [Reason] {
    ReasonCode.allCases.flatMap { code in filter { $0.known == code } } + filter { $0.known == nil }
  }
}
