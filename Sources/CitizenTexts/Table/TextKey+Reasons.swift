import QueueContracts

// The text of any reason or advice may contain any numbers of the rules edition.
extension TextKey {
  private static let rules: Set<Placeholder> = [.from, .to, .age, .limit, .pixels, .ratio]

  /// The words for a reason that has no subject, or whose subject has no words of its own.
  static func reason(_ code: ReasonCode) -> TextKey { TextKey("reason.\(code.rawValue)", rules) }

  static func reason(_ code: ReasonCode, about subject: String) -> TextKey {
    TextKey("reason.\(code.rawValue).\(subject)", rules)
  }

  static func reasonNaming(_ code: ReasonCode) -> TextKey {
    TextKey("reason.\(code.rawValue).named", rules.union([.document]))
  }

  /// The workers' words for a school's reason, if the school wrote no words of its own.
  static func reason(_ code: SchoolReasonCode) -> TextKey { TextKey("reason.\(code.rawValue)") }

  /// The words for a missing document that the family must attach because no register has its content.
  static let copyMissing = TextKey("reason.document.missing.copy", [.document])

  /// The words for a duplicate, with the number of the earlier application.
  static let duplicateOf = TextKey("reason.application.duplicate.of", rules.union([.first]))

  /// The words for the same reason without any explanation, for a text that would be too long.
  var brief: TextKey { TextKey("\(name).brief", placeholders, in: languages) }

  /// The words for reasons that also have brief words, because three such reasons may make a text too long.
  static let abbreviated: Set<TextKey> = {
    let codes: [ReasonCode] = [.windowClosed, .ageNotEligible, .applicantNotRepresentative, .photoWrongFormat]
    return Set(codes.map { .reason($0) } + [.copyMissing, .reasonNaming(.documentUnreadable)])
  }()

  static let otherReason = TextKey("reason.other", [.code])

  /// A reason with the rule that it rests on.
  static let based = TextKey("reason.based", [.reason, .basis])

  /// A school's Russian words in the English text, used if the school wrote no English words.
  static let inRussian = TextKey("reason.inRussian", [.reason], in: [.en])

  /// The place where a missing document is issued.
  static let place = TextKey("reason.place", [.place])

  /// Advice about a reason.
  static func advice(_ code: ReasonCode) -> TextKey { TextKey("advice.\(code.rawValue)", rules) }

  static func advice(_ code: SchoolReasonCode) -> TextKey { TextKey("advice.\(code.rawValue)") }

  /// Further advice, which is left out if the text for the family would be too long.
  static func moreAdvice(_ code: ReasonCode) -> TextKey { TextKey("advice.\(code.rawValue).more", rules) }

  /// Further advice if a status is not confirmed.
  static let statusAdvice = TextKey("advice.document.missing.status")

  /// A clause of the source text, in words for readers who do not have the text.
  static func basis(_ clause: Clause) -> TextKey { TextKey("basis.\(clause.rawValue)") }

  /// The rule that a reason without a clause rests on.
  static func basis(_ code: ReasonCode) -> TextKey { TextKey("basis.\(code.rawValue)") }
}

extension ReasonCode {
  /// The subjects that have words of their own, apart from kinds of document (contract, section 6).
  var subjects: [String] {
    switch self {
    case .iinInvalid: ["applicant", "child"]
    case .transferSlipMismatch: ["child", "school", "grade"]
    default: []
    }
  }

  /// True if the subject of the code's reasons is a kind of document.
  var namesDocuments: Bool { self == .documentMissing || self == .documentUnreadable }

  /// True if there is advice about the code.
  ///
  /// A late answer needs no advice, because the family has nothing to do. A closed window needs none, because the last
  /// lines of the text say when to apply.
  var hasAdvice: Bool { ![.deadlinePassed, .windowClosed].contains(self) }

  var hasMoreAdvice: Bool { [.applicantNotParent, .applicationDuplicate, .transferSlipMismatch].contains(self) }

  /// True if the code rests on a rule, but cites no clause of the source text.
  var hasBasis: Bool {
    [.consentMissing, .ageNotEligible, .iinInvalid, .documentTooLarge, .applicationDuplicate].contains(self)
  }

  /// True if waiting is the only way to mend the reason: for the window, for the child's age, or for the end of the
  /// earlier application.
  var mustWait: Bool { [.windowClosed, .ageNotEligible, .applicationDuplicate].contains(self) }
}

extension DocumentKind {
  /// True if a family has to attach the document only when no register has its content (S-enrol.2, 5a, 5b, 5d).
  var replacesRecord: Bool {
    [.birthCertificate, .targetedSocialAssistanceCertificate, .unemploymentCertificate, .guardianshipDecision]
      .contains(self)
  }

  /// True if the document confirms a status that a family may claim (S-enrol.5).
  var confirmsStatus: Bool {
    [
      .targetedSocialAssistanceCertificate, .unemploymentCertificate, .incomeStatement, .guardianshipDecision,
      .collegialBodyDecision,
    ].contains(self)
  }
}
