import QueueContracts

/// The name of a text in `texts.json`, the placeholders that may stand in it, and the languages that it is read in.
///
/// Made from the contract's codes and kinds, so that a new one demands its words before the worker starts.
struct TextKey: Sendable {
  let name: String
  let placeholders: Set<Placeholder>
  let languages: [Language]

  init(_ name: String, _ placeholders: Set<Placeholder> = [], in languages: [Language] = Language.allCases) {
    self.name = name
    self.placeholders = placeholders
    self.languages = languages
  }

  /// Every text that the worker can need; a file must have these and no others.
  static let all: [TextKey] = letters + facts + reasons + dates

  private static let letters: [TextKey] = {
    var keys = each(.title) + [.title(.refused, forNow: true)]
    keys += Situation.allCases.flatMap { situation in situation.services.map { .text(situation, $0) } }
    keys += each(.short) + [.shortDue, .shortUntil, .dueReceived, .dueAhead, .duePassed]
    keys += Next.allCases.map { .next($0) }
    keys += Service.allCases.map { .enrolled($0) }
    keys += Again.allCases.map { .again($0) }
    return keys + [.specialSchool] + Heading.allCases.map { .heading($0) }
  }()

  private static let facts: [TextKey] = [.child, .school, .schoolByBIN, .phone, .address, .number]

  private static let reasons: [TextKey] = {
    var keys: [TextKey] = [.copyMissing, .duplicateOf, .otherReason, .based, .inRussian, .place, .statusAdvice]
    for code in ReasonCode.allCases {
      keys.append(.reason(code))
      keys += code.subjects.map { .reason(code, about: $0) }
      if code.namesDocuments { keys.append(.reasonNaming(code)) }
      if code.hasAdvice { keys.append(.advice(code)) }
      if code.hasMoreAdvice { keys.append(.moreAdvice(code)) }
      if code.hasBasis { keys.append(.basis(code)) }
    }
    keys += SchoolReasonCode.allCases.map { .reason($0) }
    keys += SchoolReasonCode.allCases.map { .advice($0) }
    return keys + Clause.allCases.map { .basis($0) }
  }()

  private static let dates: [TextKey] = [.moment] + (1...12).map { .month($0) }

  /// The titles or short forms of all situations, once where all services have the same.
  private static func each(_ form: LetterPart) -> [TextKey] {
    Situation.allCases.flatMap { situation in
      situation.variesByService ? situation.services.map { form.key(situation, $0) } : [form.key(situation, .enrolment)]
    }
  }
}

extension TextKey: Hashable {
  /// By name alone: each has its own.
  static func == (left: Self, right: Self) -> Bool { left.name == right.name }

  func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// What every situation has beside its letter.
enum LetterPart: String {
  case title, short

  func key(_ situation: Situation, _ service: Service) -> TextKey {
    let name = situation.variesByService ? "\(self).\(situation).\(service)" : "\(self).\(situation)"
    return TextKey(name, self == .short ? [.about] : [])
  }
}

extension TextKey {
  /// - Parameter forNow: there is nothing to mend, or no day to apply again on.
  static func title(_ situation: Situation, _ service: Service = .enrolment, forNow: Bool = false) -> TextKey {
    forNow ? TextKey("title.refusedForNow") : LetterPart.title.key(situation, service)
  }

  /// The sentence that a letter begins with: what became of the application.
  static func text(_ situation: Situation, _ service: Service) -> TextKey { TextKey("text.\(situation).\(service)") }

  /// One sentence for SMS and push.
  static func short(_ situation: Situation, _ service: Service) -> TextKey { LetterPart.short.key(situation, service) }

  /// The day of the answer, after a short form.
  static let shortDue = TextKey("short.due", [.due])
  /// The last day to apply again, after a short form.
  static let shortUntil = TextKey("short.until", [.to])

  static let dueReceived = TextKey("due.received", [.due])
  static let dueAhead = TextKey("due.ahead", [.due])
  static let duePassed = TextKey("due.passed", [.due])
  static let moment = TextKey("date.moment", [.date, .year, .time])

  static func month(_ number: Int) -> TextKey { TextKey("month.\(number)") }

  /// What the citizen does next.
  enum Next: String, CaseIterable {
    case received, accepted, late, delayed, complaint
    /// On any day, until a day, or not today.
    case refused, refusedUntil, refusedForNow
    case refusedBySchool
    /// If the place is not needed any more.
    case giveBack
    /// The order of enrolment, of which the edition gives no date.
    case order
  }

  static func next(_ next: Next) -> TextKey { TextKey("next.\(next)", next == .refusedUntil ? [.to] : []) }

  /// What the citizen does now that there is a place.
  static func enrolled(_ service: Service) -> TextKey { TextKey("next.enrolled.\(service)") }

  /// Whether, where and when to apply again.
  enum Again: String, CaseIterable {
    /// After a school's refusal.
    case anySchool
    /// After a withdrawal.
    case ifNeeded
    /// After a transfer's withdrawal, which frees its slip.
    case sameSlip
    case until, from, over, unknown
  }

  static func again(_ again: Again) -> TextKey { TextKey("again.\(again)", [.from, .to]) }

  /// A special school asks for one more document.
  static let specialSchool = TextKey("note.specialSchool", [.document])

  enum Heading: String, CaseIterable {
    case reasons, advice, schoolNote, noReasons
  }

  static func heading(_ heading: Heading) -> TextKey { TextKey("heading.\(heading)") }
}

// What a letter is about, a fact to a line, so that no name or number stands in a sentence that would inflect it.
extension TextKey {
  static let child = TextKey("fact.child", [.child])
  static let school = TextKey("fact.school", [.school, .bin])
  /// A school that the directory does not name.
  static let schoolByBIN = TextKey("fact.school.bin", [.bin])
  static let phone = TextKey("fact.phone", [.phone])
  static let address = TextKey("fact.address", [.address])
  static let number = TextKey("fact.number", [.number])
}
