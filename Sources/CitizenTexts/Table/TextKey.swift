import QueueContracts

/// The name of a text in `texts.json`, with its possible placeholders and the languages in which it is needed.
///
/// The texts are put together into letters: a letter is what the family reads in one entry of the service history, and
/// a short letter is its brief form for SMS and push notifications.
///
/// Keys are made from the contract's codes and kinds. If a new code or kind has no words, the worker does not start.
struct TextKey: Sendable {
  let name: String
  let placeholders: Set<Placeholder>
  let languages: [Language]

  init(_ name: String, _ placeholders: Set<Placeholder> = [], in languages: [Language] = Language.allCases) {
    self.name = name
    self.placeholders = placeholders
    self.languages = languages
  }

  /// The keys of all texts that the worker can need; `texts.json` must have exactly these keys.
  static let all: [TextKey] = letters + facts + reasons + dates

  private static let letters: [TextKey] = {
    var keys = each(.title) + [.title(.refused, forNow: true)]
    keys += News.allCases.flatMap { news in news.services.map { .text(news, $0) } }
    keys += each(.short) + [.shortDue, .shortUntil, .dueReceived, .dueAhead, .duePassed, .duePassedAtSchool]
    keys += Next.allCases.map { .next($0) }
    keys += Service.allCases.map { .enrolled($0) }
    keys += Again.allCases.map { .again($0) }
    return keys + [.specialSchool, .replacesDecision] + Heading.allCases.map { .heading($0) }
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
    keys += abbreviated.map(\.brief).sorted { $0.name < $1.name }
    keys += SchoolReasonCode.allCases.map { .reason($0) }
    keys += SchoolReasonCode.allCases.map { .advice($0) }
    return keys + Clause.allCases.map { .basis($0) }
  }()

  private static let dates: [TextKey] = [.moment] + (1...12).map { .month($0) }

  /// The keys of all titles, or of all short letters.
  ///
  /// Each piece of news has one key for each service, or a single key if the words are the same for all services.
  private static func each(_ part: LetterPart) -> [TextKey] {
    News.allCases.flatMap { news in
      news.variesByService ? news.services.map { part.key(news, $0) } : [part.key(news, .enrolment)]
    }
  }
}

extension TextKey: Hashable {
  /// Compares keys by name alone, because each key has a name of its own.
  static func == (left: Self, right: Self) -> Bool { left.name == right.name }

  func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// The parts of a letter besides its text; each piece of news has a title and a short letter.
enum LetterPart: String {
  case title, short

  func key(_ news: News, _ service: Service) -> TextKey {
    let name = news.variesByService ? "\(self).\(news).\(service)" : "\(self).\(news)"
    return TextKey(name, self == .short ? [.about] : [])
  }
}

extension TextKey {
  /// The title of a letter.
  ///
  /// The argument `forNow` is true for a refusal after which the family cannot apply again now, or has nothing to fix.
  static func title(_ news: News, _ service: Service = .enrolment, forNow: Bool = false) -> TextKey {
    forNow ? TextKey("title.refusedForNow") : LetterPart.title.key(news, service)
  }

  /// The first sentence of a letter, which tells the news.
  static func text(_ news: News, _ service: Service) -> TextKey { TextKey("text.\(news).\(service)") }

  /// The sentence for SMS and push notifications.
  static func short(_ news: News, _ service: Service) -> TextKey { LetterPart.short.key(news, service) }

  /// The time by which the answer is due, added to a short letter.
  static let shortDue = TextKey("short.due", [.due])
  /// The last day to apply again, added to a short letter.
  static let shortUntil = TextKey("short.until", [.to])

  static let dueReceived = TextKey("due.received", [.due])
  static let dueAhead = TextKey("due.ahead", [.due])
  static let duePassed = TextKey("due.passed", [.due])
  /// The deadline of an application that reached the school only after the deadline.
  static let duePassedAtSchool = TextKey("due.passed.school", [.due])
  static let moment = TextKey("date.moment", [.date, .year, .time])

  static func month(_ number: Int) -> TextKey { TextKey("month.\(number)") }

  /// The next step of the citizen.
  enum Next: String, CaseIterable {
    case received, accepted, late, delayed, complaint
    /// The steps after a refusal: to apply again on any day, until a day, or not today.
    case refused, refusedUntil, refusedForNow
    case refusedBySchool
    /// The step if the place is not needed any more.
    case giveBack
    /// The note that the school's enrolment order comes later, for an edition that gives no date.
    case order
  }

  static func next(_ next: Next) -> TextKey { TextKey("next.\(next)", next == .refusedUntil ? [.to] : []) }

  /// The citizen's next step after the school has given a place.
  static func enrolled(_ service: Service) -> TextKey { TextKey("next.enrolled.\(service)") }

  /// The advice on whether, where and when to apply again.
  enum Again: String, CaseIterable {
    /// The advice after a school's refusal.
    case anySchool
    /// The advice after a withdrawal.
    case ifNeeded
    /// The advice after the withdrawal of a transfer, which frees the transfer's slip.
    case sameSlip
    case until, from, over, unknown
  }

  static func again(_ again: Again) -> TextKey { TextKey("again.\(again)", [.from, .to]) }

  /// The note that a special school asks for one more document.
  static let specialSchool = TextKey("note.specialSchool", [.document])

  /// The note that a school's decision replaces an earlier one.
  static let replacesDecision = TextKey("note.replacesDecision")

  enum Heading: String, CaseIterable {
    case reasons, advice, schoolNote, noReasons
  }

  static func heading(_ heading: Heading) -> TextKey { TextKey("heading.\(heading)") }
}

// The facts of a letter. Each has a line of its own, because Kazakh and Russian inflect names inside a sentence.
extension TextKey {
  static let child = TextKey("fact.child", [.child])
  static let school = TextKey("fact.school", [.school, .bin])
  /// The line for a school whose name the directory does not have.
  static let schoolByBIN = TextKey("fact.school.bin", [.bin])
  static let phone = TextKey("fact.phone", [.phone])
  static let address = TextKey("fact.address", [.address])
  static let number = TextKey("fact.number", [.number])
}
