import Admission
import QueueContracts

/// One update in the words of one language.
struct Letter {
  /// In characters; a letter that lists more than three reasons may be longer.
  static let mostCharacters = 900

  let table: TextTable
  let language: Language
  let update: ProcessingUpdated
  let background: Background
  let situation: Situation
  let newApplication: NewApplication
  let reasonWords: ReasonWords

  init(_ update: ProcessingUpdated, _ background: Background, texts: HistoryTexts, language: Language) {
    // Whoever applies again does so by the rules of the day of the answer.
    let edition = texts.editions.inForce(at: update.occurredAt)
    self.update = update
    self.background = background
    self.language = language
    table = texts.table
    situation = Situation(update, background)
    newApplication = NewApplication(after: update, by: edition)
    reasonWords = ReasonWords(
      table: texts.table, edition: edition, language: language, school: update.school.bin,
      first: background.duplicateOf)
  }

  /// What became of the application, and whose it is.
  var title: String {
    let words = say(.title(situation, update.service, forNow: situation == .refused && !canMend))
    return update.childName.map { "\(words) (\($0))" } ?? words
  }

  /// The letter, a paragraph or a point of a list to a line.
  ///
  /// If it would be too long, what helps least is left out; of more than three reasons nothing is.
  var text: String {
    let whole = text(.everything)
    guard whole.count > Self.mostCharacters, update.reasons.count <= 3 else { return whole }
    let shorter = Detail.allCases.dropFirst().lazy.map(text)
    return shorter.first { $0.count <= Self.mostCharacters } ?? text(.reasonsAlone)
  }

  /// How much a letter says, each less than the one before it.
  private enum Detail: Int, CaseIterable, Comparable {
    case everything
    /// Without what else helps.
    case withoutMore
    /// Nor where a document is got.
    case withoutPlaces
    /// Nor the rules, which the entry's reasons have.
    case withoutRules
    /// Nor what to do about each reason, the child's name, which is in the title, and what explains a reason.
    case reasonsAlone

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  private func text(_ detail: Detail) -> String {
    let opening = [say(.text(situation, update.service))]
    return (opening + facts(detail) + rest(detail)).joined(separator: "\n")
  }

  private func rest(_ detail: Detail) -> [String] {
    switch situation {
    case .received: deadline(.dueReceived) + [say(.next(.received)), words.contacts[language]]
    case .accepted, .checked: specialSchool + deadline(.dueAhead) + [say(.next(.accepted))]
    case .late, .delayed:
      deadline(.duePassed) + [
        say(.next(situation == .late ? .late : .delayed)), say(.next(.complaint)), words.contacts[language],
      ]
    case .enrolled: [say(.enrolled(update.service))] + order + givingBack + list(.schoolNote, reasons(.everything))
    case .refused:
      list(.reasons, reasons(detail)) + list(.advice, advice(detail)) + mending + [objection]
    case .refusedBySchool:
      (update.reasons.isEmpty ? [say(.heading(.noReasons))] : list(.reasons, reasons(detail)))
        + list(.advice, advice(detail))
        + [say(.next(.refusedBySchool))] + again(.anySchool) + [objection]
    case .withdrawn, .givenBack: again(update.service == .transfer ? .sameSlip : .ifNeeded)
    case .ended: [words.contacts[language]]
    }
  }

  var words: EditionWords { reasonWords.edition.words }

  func say(_ key: TextKey, _ values: [Placeholder: String] = [:]) -> String {
    table.render(key, in: language, values)
  }
}

// MARK: - Facts

extension Letter {
  /// Child, school and application, a line to each.
  private func facts(_ detail: Detail) -> [String] {
    let name = detail < .reasonsAlone ? update.childName : nil
    let child = name.map { [say(.child, [.child: $0])] } ?? []
    return child + school + [say(.number, [.number: update.number.text])]
  }

  private var school: [String] {
    let bin = update.school.bin
    guard let school = background.school else { return [say(.schoolByBIN, [.bin: bin])] }
    let name = school.name[language]
    var lines = [name.isEmpty ? say(.schoolByBIN, [.bin: bin]) : say(.school, [.school: name, .bin: bin])]
    if situation.namesPhone, let phone = school.phone { lines.append(say(.phone, [.phone: phone])) }
    if situation == .enrolled, let address = school.address {
      lines.append(say(.address, [.address: address[language]]))
    }
    return lines
  }

  private func deadline(_ key: TextKey) -> [String] {
    update.dueBy.map { [say(key, [.due: moment($0)])] } ?? []
  }

  /// A special school asks for a conclusion that no rule of ours asks for (S-title).
  private var specialSchool: [String] {
    guard background.school?.isSpecial == true, update.service == .enrolment else { return [] }
    return [say(.specialSchool, [.document: words.name(of: .pmpkConclusion)[language]])]
  }

  /// Home schooling is no place that another child could have.
  private var givingBack: [String] { update.service == .homeSchooling ? [] : [say(.next(.giveBack))] }

  /// The notification is not the order of enrolment, whose day the edition may know for first-graders.
  private var order: [String] {
    guard update.service == .enrolment else { return [] }
    let known = update.grade == 1 ? words.dates.enrolmentOrder?[language] : nil
    return [known ?? say(.next(.order))]
  }
}

// MARK: - Refusals

extension Letter {
  /// Whoever mends what is listed may apply again today.
  var canMend: Bool { newApplication.isOpen && !mustWait }

  private var mustWait: Bool { update.reasons.contains { $0.text == nil && $0.known?.mustWait == true } }

  /// Each reason, and below a missing document where it is got, once for all that come from one place.
  private func reasons(_ detail: Detail) -> [String] {
    let places = update.reasons.map { detail < .withoutPlaces ? reasonWords.place($0) : nil }
    return update.reasons.enumerated().map { index, reason in
      let sentence =
        detail < .reasonsAlone
        ? reasonWords.words(for: reason, withRule: detail < .withoutRules) : reasonWords.brief(reason)
      let isLast = index + 1 == places.count || places[index + 1] != places[index]
      return ([sentence] + (isLast ? [places[index]] : []).compactMap(\.self)).joined(separator: "\n")
    }
  }

  private func advice(_ detail: Detail) -> [String] {
    detail < .reasonsAlone ? reasonWords.advice(about: update.reasons, withMore: detail < .withoutMore) : []
  }

  /// What to do once all of it is mended.
  private var mending: [String] {
    let codes = update.reasons.filter { $0.text == nil }.compactMap(\.known)
    // To whoever has applied twice nothing is left to mend.
    if codes.contains(.applicationDuplicate) { return [] }
    if case .until = newApplication, canMend { return [say(.next(.refusedUntil), [.to: reasonWords.rules[.to] ?? ""])] }
    if canMend || newApplication == .unknown { return [say(.next(.refused))] + day }
    return (codes.allSatisfy(\.mustWait) ? [] : [say(.next(.refusedForNow))]) + day
  }

  private func again(_ key: TextKey.Again) -> [String] {
    (newApplication.isOpen || newApplication == .unknown ? [say(.again(key), reasonWords.rules)] : []) + day
  }

  /// By when or from when a new application is taken; of a child that is too young the advice has said in which year.
  private var day: [String] {
    guard !update.reasons.contains(where: { $0.known == .ageNotEligible && $0.text == nil }) else { return [] }
    let key: TextKey.Again? =
      switch newApplication {
      case .always: nil
      case .until: .until
      case .from: .from
      case .over: .over
      case .unknown: .unknown
      }
    return key.map { [say(.again($0), reasonWords.rules)] } ?? []
  }

  /// The right to object, and whom to ask.
  private var objection: String { "\(words.appeal[language]) \(words.contacts[language])" }

  /// What a school wrote in several lines stays one point, so that none of them looks like a line of ours.
  private func list(_ heading: TextKey.Heading, _ points: [String]) -> [String] {
    points.isEmpty ? [] : [say(.heading(heading))] + points.map { "– \($0.replacing("\n", with: "\n  "))" }
  }
}
