import Admission
import QueueContracts

/// One update in the words of one language.
///
/// Its form alone decides how it is built: of the values it looks at nothing but whether they are there and, once all is
/// written, at how long they are.
struct Letter {
  /// In characters; a letter that lists more than a few reasons may be longer.
  static let mostCharacters = 900
  static let fewReasons = 3

  let table: TextTable
  let language: Language
  let form: LetterForm
  let values: LetterValues
  let reasonWords: ReasonWords

  /// - Parameter edition: the one that the form names.
  init(_ form: LetterForm, _ values: LetterValues, by edition: RulesEdition, table: TextTable, language: Language) {
    self.form = form
    self.values = values
    self.language = language
    self.table = table
    reasonWords = ReasonWords(
      table: table, edition: edition, language: language, window: form.window, first: values.first)
  }

  var situation: Situation { form.situation }
  var service: Service { form.service }

  /// What became of the application, and whose it is.
  var title: String {
    let words = say(.title(situation, service, forNow: situation == .refused && !form.canMend))
    return values.child.map { "\(words) (\($0))" } ?? words
  }

  /// The letter, a paragraph or a point of a list to a line.
  ///
  /// If it would be too long, what helps least is left out; of more than a few reasons nothing is.
  var text: String {
    let texts = details.lazy.map(text)
    guard details.count > 1 else { return text(.everything) }
    return texts.first { $0.count <= Self.mostCharacters } ?? text(.reasonsAlone)
  }

  /// How much the letter may say, from the most to the least.
  var details: [Detail] { form.reasons.count > Self.fewReasons ? [.everything] : Detail.allCases }

  /// How much a letter says, each less than the one before it.
  enum Detail: Int, CaseIterable, Comparable {
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

  func text(_ detail: Detail) -> String {
    let opening = [say(.text(situation, service))]
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
    case .enrolled: [say(.enrolled(service))] + order + givingBack + list(.schoolNote, reasons(.everything))
    case .refused:
      list(.reasons, reasons(detail)) + list(.advice, advice(detail)) + mending + [objection]
    case .refusedBySchool:
      (form.reasons.isEmpty ? [say(.heading(.noReasons))] : list(.reasons, reasons(detail)))
        + list(.advice, advice(detail))
        + [say(.next(.refusedBySchool))] + again(.anySchool) + [objection]
    case .withdrawn, .givenBack: again(service == .transfer ? .sameSlip : .ifNeeded)
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
    let name = detail < .reasonsAlone ? values.child : nil
    let child = name.map { [say(.child, [.child: $0])] } ?? []
    return child + school + [say(.number, [.number: values.number])]
  }

  private var school: [String] {
    let (name, bin) = (values.school, values.bin)
    var lines = [name.isEmpty ? say(.schoolByBIN, [.bin: bin]) : say(.school, [.school: name, .bin: bin])]
    if situation.namesPhone, let phone = values.phone { lines.append(say(.phone, [.phone: phone])) }
    if situation == .enrolled, let address = values.address { lines.append(say(.address, [.address: address])) }
    return lines
  }

  private func deadline(_ key: TextKey) -> [String] {
    values.due.map { [say(key, [.due: $0])] } ?? []
  }

  /// A special school asks for a conclusion that no rule of ours asks for (S-title).
  private var specialSchool: [String] {
    guard form.school?.isSpecial == true, service == .enrolment else { return [] }
    return [say(.specialSchool, [.document: words.name(of: .pmpkConclusion)[language]])]
  }

  /// Home schooling is no place that another child could have.
  private var givingBack: [String] { service == .homeSchooling ? [] : [say(.next(.giveBack))] }

  /// The notification is not the order of enrolment, whose day the edition may know for first-graders.
  private var order: [String] {
    guard service == .enrolment else { return [] }
    let known = form.isFirstGrade ? words.dates.enrolmentOrder?[language] : nil
    return [known ?? say(.next(.order))]
  }
}

// MARK: - Refusals

extension Letter {
  /// Each reason, and below a missing document where it is got, once for all that come from one place.
  private func reasons(_ detail: Detail) -> [String] {
    let places = form.reasons.map { detail < .withoutPlaces ? reasonWords.place($0) : nil }
    return form.reasons.enumerated().map { index, reason in
      let isLast = index + 1 == places.count || places[index + 1] != places[index]
      return ([sentence(index, reason, detail)] + (isLast ? [places[index]] : []).compactMap(\.self))
        .joined(separator: "\n")
    }
  }

  /// A reason as a sentence: the school's own words as they came, else ours.
  private func sentence(_ index: Int, _ reason: StatedReason, _ detail: Detail) -> String {
    if let ownWords = reason.ownWords {
      let words = values.ownWords[index] ?? ""
      return language == .en && ownWords == .withoutEnglish ? say(.inRussian, [.reason: words]) : words
    }
    guard detail < .reasonsAlone else { return reasonWords.brief(reason) }
    return reasonWords.ours(reason, withRule: detail < .withoutRules)
  }

  private func advice(_ detail: Detail) -> [String] {
    detail < .reasonsAlone ? reasonWords.advice(about: form.reasons, withMore: detail < .withoutMore) : []
  }

  /// What to do once all of it is mended.
  private var mending: [String] {
    let codes = form.reasons.compactMap(\.ours)
    // To whoever has applied twice nothing is left to mend.
    if codes.contains(.applicationDuplicate) { return [] }
    if case .until = form.newApplication, form.canMend {
      return [say(.next(.refusedUntil), [.to: reasonWords.rules[.to] ?? ""])]
    }
    if form.canMend || form.newApplication == .unknown { return [say(.next(.refused))] + day }
    return (codes.allSatisfy(\.mustWait) ? [] : [say(.next(.refusedForNow))]) + day
  }

  private func again(_ key: TextKey.Again) -> [String] {
    (form.newApplication.isOpen || form.newApplication == .unknown ? [say(.again(key), reasonWords.rules)] : []) + day
  }

  /// By when or from when a new application is taken; of a child that is too young the advice has said in which year.
  private var day: [String] {
    guard !form.reasons.contains(where: { $0.ours == .ageNotEligible }) else { return [] }
    let key: TextKey.Again? =
      switch form.newApplication {
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
    points.isEmpty ? [] : [say(.heading(heading))] + points.map { "– \($0.indented)" }
  }
}
