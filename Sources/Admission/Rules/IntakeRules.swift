public import QueueContracts

/// The rules that intake applies to an application.
///
/// To add or change a rule, change this file and the table of cases in `Tests/AdmissionTests`.
///
/// The order of the rules does not matter, because reasons are listed in the contract's order of codes.
public enum IntakeRules {
  /// The rule of the signature.
  ///
  /// If this rule refuses, no other rule is applied, because nobody is known to have signed the form.
  public static let first = Rule<Submission>(
    .signatureInvalid, "the signature or attestation is not genuine; then nothing further is judged",
    reads: [.signature]
  ) { $0.facts.signature == .invalid }

  /// All rules, ``first`` included.
  public static let all: [Rule<Submission>] = [
    first,
    Rule(.signatureSignerMismatch, "the signature is genuine, but not the applicant's", reads: [.signature]) {
      $0.facts.signature == .otherSigner
    },
    Rule(.consentMissing, "there is no consent to access personal data", reads: [.consent]) {
      !$0.form.consentToDataAccess
    },
    Rule(
      .windowClosed,
      "an application for enrolment in the first grade was submitted outside of the window of the school's region",
      reads: [.service, .grade, .submittedAt, .window]
    ) { $0.form.isFirstGrade && !$0.firstGradeWindow.contains($0.submittedAt.day.monthDay) },
    Rule(
      .ageNotEligible,
      "a child to be enrolled in the first grade does not reach the required age in the calendar year of submission",
      reads: [.service, .grade, .submittedAt, .birthDate, .firstGradeAge]
    ) { $0.form.isFirstGrade && $0.birthDate.year + $0.edition.firstGradeAge > $0.submittedAt.day.year },
    Rule(
      .iinInvalid,
      "the IIN of the applicant or of the child is not well formed, so no such number can have been issued",
      reads: [.applicantIin, .childIin]
    ) { submission in
      [("applicant", submission.form.applicant.iin), ("child", submission.form.child.iin)]
        .filter { IIN($0.1) == nil }
        .map { .reason(Reason(.iinInvalid, subject: $0.0)) }
    },
    Rule(
      .applicantNotParent,
      "the applicant applies as a parent, but the civil register names the child's parents, and the applicant is none of "
        + "them; then nothing else that a state register answered is judged",
      reads: [.relation, .applicantIin, .register(.civilRegistration), .parents]
    ) { $0.isNotParent },
    Rule(
      .applicantNotRepresentative,
      "the application is not for a transfer, the applicant applies as a legal representative, the guardianship register "
        + "does not name the applicant as the guardian, and no guardianshipDecision is attached; then nothing else that a "
        + "state register answered is judged",
      reads: [.service, .relation, .applicantIin, .register(.guardianship), .guardian, .attachedKinds]
    ) { $0.representation },
    Rule(
      .documentMissing, "a required document is not attached, and no register makes it needless",
      reads: [
        .service, .statusCategories, .askedKinds, .attachedKinds, .register(.civilRegistration),
        .register(.socialAssistance), .register(.unemployment), .register(.guardianship),
      ]
    ) { submission in
      submission.askedKinds.compactMap { asked in
        if submission.attachesAll(asked.kind) { return nil }
        return switch submission.need(of: asked) {
        case .needed: .reason(Reason(.documentMissing, asked.kind))
        case .unknown(let register): .waitFor(register)
        case .needless: nil
        }
      }
    },
    Rule(
      .documentUnreadable,
      "a required document is attached, but no attached document of its kind is good: the file is not in the document "
        + "store, does not have the size, SHA-256 or type that the form says, or is damaged",
      reads: [.askedKinds, .documentFacts]
    ) { submission in
      submission.deficientKinds { fact, _ in fact == .unreadable }.map { .reason(Reason(.documentUnreadable, $0)) }
    },
    Rule(
      .documentTooLarge, "all attachments together are larger than the limit",
      reads: [.documentSizes, .attachmentBytes]
    ) { submission in
      let (total, overflow) = submission.form.documents.reduce((0, false)) { sum, document in
        let next = sum.0.addingReportingOverflow(document.size)
        return (next.partialValue, sum.1 || next.overflow)
      }
      return overflow || total > submission.edition.attachmentBytes
    },
    Rule(
      .photoWrongFormat,
      "the photo is not a picture; or, shown upright as its EXIF data say, it has fewer pixels than the edition's least "
        + "width or height, a side over the greatest, or another ratio of width to height than the edition's",
      reads: [.askedKinds, .documentFacts, .photoFormat]
    ) { submission in
      submission.deficientKinds { $0.isWrong($1) }.contains(.photo)
        ? [.reason(Reason(.photoWrongFormat, subject: DocumentKind.photo.rawValue))] : []
    },
  ]

  /// The rules that are applied to a submission: ``first`` alone if it refuses.
  public static func applicable(to submission: Submission) -> [Rule<Submission>] {
    first.findings(submission).isEmpty ? all : [first]
  }

  /// Applies all applicable rules, so the family can mend everything at once.
  public static func judge(_ submission: Submission) -> Verdict {
    Verdict(applicable(to: submission).flatMap { $0.findings(submission) })
  }
}

extension Array where Element == Reason {
  /// The reasons in the order of their codes; reasons of one code stay in their order.
  public var inContractOrder: [Reason] {
    ReasonCode.allCases.flatMap { code in filter { $0.known == code } } + filter { $0.known == nil }
  }
}
