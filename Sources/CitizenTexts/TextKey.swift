import QueueContracts

/// The name of a text in `texts.json`, and the placeholders that may stand in it.
///
/// Made from the contract's codes and kinds, so that a new one demands its words before the worker starts.
struct TextKey: Hashable, Sendable {
  let name: String
  let placeholders: Set<Placeholder>

  init(_ name: String, _ placeholders: Set<Placeholder> = []) {
    (self.name, self.placeholders) = (name, placeholders)
  }

  /// Every text that the worker can need; a file must have these and no others.
  static let all: [TextKey] =
    Situation.allCases.map { .title($0) }
    + Situation.allCases.flatMap { situation in situation.services.map { .text(situation, $0) } }
    + [.dueAhead, .duePassed, .moment] + Next.allCases.map { .next($0) } + Heading.allCases.map { .heading($0) }
    + ReasonCode.allCases.flatMap { code in
      [.reason(code)] + code.subjects.map { .reason(code, about: $0) }
        + (code.namesDocuments ? [.reasonNaming(code)] : [])
    } + [.duplicateOf, .otherReason]
    + ReasonCode.allCases.filter(\.hasAdvice).map { .advice($0) }
    + DocumentKind.allCases.map { .document($0) } + (1...12).map { .month($0) }
}

extension TextKey {
  static func title(_ situation: Situation) -> TextKey { TextKey("title.\(situation)") }

  /// The sentences that a letter begins with.
  static func text(_ situation: Situation, _ service: Service) -> TextKey {
    TextKey("text.\(situation).\(service)", [.number, .child, .school])
  }

  static let dueAhead = TextKey("due.ahead", [.due])
  static let duePassed = TextKey("due.passed", [.due])
  static let moment = TextKey("date.moment", [.date, .year, .time])

  static func month(_ number: Int) -> TextKey { TextKey("month.\(number)") }

  /// How a letter ends: what the citizen does next.
  enum Next: String, CaseIterable {
    case accepted, late, refused, refusedForNow, refusedBySchool
  }

  static func next(_ next: Next) -> TextKey { TextKey("next.\(next)") }

  enum Heading: String, CaseIterable {
    case reasons, advice, schoolNote, noReasons
  }

  static func heading(_ heading: Heading) -> TextKey { TextKey("heading.\(heading)") }
}

// The numbers of the rules edition may stand in any reason and advice, so that an editor is free where to say them.
extension TextKey {
  private static let rules: Set<Placeholder> = [.from, .to, .age, .limit]

  /// A reason that says no more than its code: without a subject, or with one that we do not know.
  static func reason(_ code: ReasonCode) -> TextKey { TextKey("reason.\(code.rawValue)", rules) }

  static func reason(_ code: ReasonCode, about subject: String) -> TextKey {
    TextKey("reason.\(code.rawValue).\(subject)", rules)
  }

  static func reasonNaming(_ code: ReasonCode) -> TextKey {
    TextKey("reason.\(code.rawValue).named", rules.union([.document]))
  }

  /// A duplicate whose first application is known.
  static let duplicateOf = TextKey("reason.application.duplicate.of", rules.union([.first]))

  static let otherReason = TextKey("reason.other", [.code])

  /// What to do about a reason.
  static func advice(_ code: ReasonCode) -> TextKey { TextKey("advice.\(code.rawValue)", rules) }

  static func document(_ kind: DocumentKind) -> TextKey { TextKey("document.\(kind.rawValue)") }
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

  /// About a late answer a citizen need do nothing.
  var hasAdvice: Bool { self != .deadlinePassed }

  /// Applying again at once would be refused again, whatever is mended.
  var mustWait: Bool { [.windowClosed, .ageNotEligible, .applicationDuplicate].contains(self) }
}
