import QueueContracts

// The numbers of the rules edition may stand in any reason and advice, so that an editor is free where to say them.
extension TextKey {
  private static let rules: Set<Placeholder> = [.from, .to, .age, .limit, .pixels, .ratio]

  /// A reason that says no more than its code: without a subject, or with one that we do not know.
  static func reason(_ code: ReasonCode) -> TextKey { TextKey("reason.\(code.rawValue)", rules) }

  static func reason(_ code: ReasonCode, about subject: String) -> TextKey {
    TextKey("reason.\(code.rawValue).\(subject)", rules)
  }

  static func reasonNaming(_ code: ReasonCode) -> TextKey {
    TextKey("reason.\(code.rawValue).named", rules.union([.document]))
  }

  /// A school's reason that it has left to our words.
  static func reason(_ code: SchoolReasonCode) -> TextKey { TextKey("reason.\(code.rawValue)") }

  /// A document that is asked for because no register has what it would say.
  static let copyMissing = TextKey("reason.document.missing.copy", [.document])

  /// A duplicate whose first application is known.
  static let duplicateOf = TextKey("reason.application.duplicate.of", rules.union([.first]))

  static let otherReason = TextKey("reason.other", [.code])

  /// A reason with the rule it rests on.
  static let based = TextKey("reason.based", [.reason, .basis])

  /// A school's words that it did not write in the reader's language.
  static let inRussian = TextKey("reason.inRussian", [.reason], in: [.en])

  /// Where a missing document is got.
  static let place = TextKey("reason.place", [.place])

  /// What to do about a reason.
  static func advice(_ code: ReasonCode) -> TextKey { TextKey("advice.\(code.rawValue)", rules) }

  static func advice(_ code: SchoolReasonCode) -> TextKey { TextKey("advice.\(code.rawValue)") }

  /// What else helps; left out of a letter that would be too long.
  static func moreAdvice(_ code: ReasonCode) -> TextKey { TextKey("advice.\(code.rawValue).more", rules) }

  /// What else helps where a status is not confirmed.
  static let statusAdvice = TextKey("advice.document.missing.status")

  /// A clause of the source text in words that do not need the text.
  static func basis(_ clause: Clause) -> TextKey { TextKey("basis.\(clause.rawValue)") }

  /// What a reason rests on that no clause has.
  static func basis(_ code: ReasonCode) -> TextKey { TextKey("basis.\(code.rawValue)") }
}

extension ReasonCode {
  /// The subjects, other than documents, that have words of their own (contract, section 6).
  var subjects: [String] {
    switch self {
    case .iinInvalid: ["applicant", "child"]
    case .transferSlipMismatch: ["child", "school", "grade"]
    default: []
    }
  }

  /// Its subject is the kind of a document.
  var namesDocuments: Bool { self == .documentMissing || self == .documentUnreadable }

  /// About a late answer a citizen need do nothing, and when to apply is said at the letter's end.
  var hasAdvice: Bool { ![.deadlinePassed, .windowClosed].contains(self) }

  var hasMoreAdvice: Bool { [.applicantNotParent, .applicationDuplicate, .transferSlipMismatch].contains(self) }

  /// It cites no clause of the source text, and yet does not rest on nothing.
  var hasBasis: Bool {
    [.consentMissing, .ageNotEligible, .iinInvalid, .documentTooLarge, .applicationDuplicate].contains(self)
  }

  /// Applying again at once would be refused again, whatever is mended.
  var mustWait: Bool { [.windowClosed, .ageNotEligible, .applicationDuplicate].contains(self) }
}

extension DocumentKind {
  /// A register may have what it would say, so that a copy is asked for only if it has not (S-enrol.2, 5a, 5b, 5d).
  var isCopyOfRecord: Bool {
    [.birthCertificate, .targetedSocialAssistanceCertificate, .unemploymentCertificate, .guardianshipDecision]
      .contains(self)
  }

  /// It confirms a status (S-enrol.5), which a family need not claim.
  var confirmsStatus: Bool {
    [
      .targetedSocialAssistanceCertificate, .unemploymentCertificate, .incomeStatement, .guardianshipDecision,
      .collegialBodyDecision,
    ].contains(self)
  }
}
