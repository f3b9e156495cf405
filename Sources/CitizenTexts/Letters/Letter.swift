import Admission
import QueueContracts

/// The text of an entry of the service history, in one language.
///
/// The ``LetterShape`` decides which parts a letter has. The filled-in values change the parts only if the letter would
/// be too long.
struct Letter {
  /// The greatest length of a letter, in characters; a letter with more than ``fewReasons`` reasons may be longer.
  static let mostCharacters = 900
  /// The greatest number of reasons with which a letter keeps to ``mostCharacters``.
  static let fewReasons = 3

  let table: TextTable
  let language: Language
  let shape: LetterShape
  let values: LetterValues
  let reasonWords: ReasonWords

  /// Prepares the letter of a shape, with the words of the edition that the shape names.
  init(_ shape: LetterShape, _ values: LetterValues, by edition: RulesEdition, table: TextTable, language: Language) {
    self.shape = shape
    self.values = values
    self.language = language
    self.table = table
    reasonWords = ReasonWords(
      table: table, edition: edition, language: language, window: shape.window, duplicateOf: values.duplicateOf)
  }

  var news: News { shape.news }
  var service: Service { shape.service }

  /// The title: the application's outcome, and the child's name.
  var title: String {
    // A family that only applied on a wrong day has nothing to fix, so its title does not say so.
    let forNow = news == .refused && (!shape.canMend || shape.isOnlyOutsideWindow)
    let words = say(.title(news, service, forNow: forNow))
    return values.child.map { "\(words) (\($0))" } ?? words
  }

  /// The letter, one line for each paragraph and each point of a list.
  ///
  /// If the letter would be too long, its least helpful parts are left out or put in brief words. A letter with more than ``fewReasons``
  /// reasons is always complete.
  var text: String {
    let texts = details.lazy.map(text)
    guard details.count > 1 else { return text(.everything) }
    return texts.first { $0.count <= Self.mostCharacters } ?? text(.briefAlone)
  }

  /// The amounts of detail that the letter may have, from the most to the least.
  var details: [Detail] { shape.reasons.count > Self.fewReasons ? [.everything] : Detail.allCases }

  /// The amount of detail in a letter, from the most to the least.
  enum Detail: Int, CaseIterable, Comparable {
    case everything
    /// The letter without the less important advice.
    case withoutMoreAdvice
    /// As ``withoutMoreAdvice``, and without the places where documents are issued.
    case withoutPlaces
    /// As ``withoutPlaces``, and without the rules that reasons rest on.
    ///
    /// The rules are still in the entry, in the field `reasons`.
    case withoutRules
    /// As ``withoutRules``, and without advice about each reason.
    case withoutAdvice
    /// As ``withoutRules``, with brief words for each reason and each document.
    ///
    /// The whole sentences are still in the entry, in the field `reasons`.
    case brief
    /// As ``brief``, and without advice about each reason.
    case briefWithoutAdvice
    /// As ``briefWithoutAdvice``, and without the child's name.
    ///
    /// The title still has the name.
    case briefAlone

    var hasAdvice: Bool { ![.withoutAdvice, .briefWithoutAdvice, .briefAlone].contains(self) }

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  func text(_ detail: Detail) -> String {
    let opening = [say(.text(news, service))] + (shape.replacesDecision ? [say(.replacesDecision)] : [])
    return (opening + facts(detail) + rest(detail)).joined(separator: "\n")
  }

  private func rest(_ detail: Detail) -> [String] {
    switch news {
    case .received: deadline + [say(.next(.received)), words.contacts[language]]
    case .accepted, .checked: specialSchool + deadline + [say(.next(.accepted))]
    case .late, .delayed:
      deadline + [
        say(.next(news == .late ? .late : .delayed)), say(.next(.complaint)), words.contacts[language],
      ]
    case .enrolled: [say(.enrolled(service))] + order + givingBack + list(.schoolNote, reasons(.everything))
    case .refused:
      list(.reasons, reasons(detail)) + list(.advice, advice(detail)) + mending + [objection]
    case .refusedBySchool:
      (shape.reasons.isEmpty ? [say(.heading(.noReasons))] : list(.reasons, reasons(detail)))
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
  /// The child, the school and the application, one line for each.
  private func facts(_ detail: Detail) -> [String] {
    let name = detail < .briefAlone ? values.child : nil
    let child = name.map { [say(.child, [.child: $0])] } ?? []
    return child + school + [say(.number, [.number: values.number])]
  }

  private var school: [String] {
    let (name, bin) = (values.school, values.bin)
    var lines = [name.isEmpty ? say(.schoolByBIN, [.bin: bin]) : say(.school, [.school: name, .bin: bin])]
    if news.namesPhone, let phone = values.phone { lines.append(say(.phone, [.phone: phone])) }
    if news == .enrolled, let address = values.address { lines.append(say(.address, [.address: address])) }
    return lines
  }

  /// The deadline, and whether it has passed already; none if the update has no deadline.
  private var deadline: [String] {
    guard let due = values.due else { return [] }
    return [say(deadlineKey, [.due: due])]
  }

  private var deadlineKey: TextKey {
    switch news {
    case .received: shape.deadline == .passed ? .duePassed : .dueReceived
    // The papers of an accepted transfer are still being checked, and no school has them.
    case .accepted where service == .transfer && shape.deadline == .passed: .duePassed
    case .accepted, .checked: shape.deadline == .passed ? .duePassedAtSchool : .dueAhead
    default: .duePassed
    }
  }

  /// The note that a special school will ask for one more document, ``DocumentKind/pmpkConclusion``.
  ///
  /// The workers' own rules do not ask for this document.
  private var specialSchool: [String] {
    guard shape.school?.isSpecial == true, service == .enrolment else { return [] }
    return [say(.specialSchool, [.document: words.name(of: .pmpkConclusion)[language]])]
  }

  /// The advice on giving back the place; none for home schooling, because it takes no place from another child.
  private var givingBack: [String] { service == .homeSchooling ? [] : [say(.next(.giveBack))] }

  /// The note that the school has yet to issue the order that enrols the child.
  ///
  /// For a first-grader, the note has the order's date, if the edition gives one.
  private var order: [String] {
    guard service == .enrolment else { return [] }
    let known = shape.isFirstGrade ? words.dates.enrolmentOrder?[language] : nil
    return [known ?? say(.next(.order))]
  }
}

// MARK: - Refusals

extension Letter {
  /// The reasons; below each missing document stands the place that issues it.
  ///
  /// If several documents in a row come from one place, the place is named once, below the last of them.
  private func reasons(_ detail: Detail) -> [String] {
    let places = shape.reasons.map { detail < .withoutPlaces ? reasonWords.place($0) : nil }
    return shape.reasons.enumerated().map { index, reason in
      let isLast = index + 1 == places.count || places[index + 1] != places[index]
      return ([sentence(index, reason, detail)] + (isLast ? [places[index]] : []).compactMap(\.self))
        .joined(separator: "\n")
    }
  }

  /// A reason as a sentence: in the school's own words if the school wrote any, otherwise in the workers' words.
  private func sentence(_ index: Int, _ reason: StatedReason, _ detail: Detail) -> String {
    if let ownWords = reason.ownWords {
      let words = values.ownWords[index] ?? ""
      return language == .en && ownWords == .withoutEnglish ? say(.inRussian, [.reason: words]) : words
    }
    guard detail < .brief else { return reasonWords.brief(reason) }
    return reasonWords.sentence(reason, withRule: detail < .withoutRules)
  }

  private func advice(_ detail: Detail) -> [String] {
    detail.hasAdvice ? reasonWords.advice(about: shape.reasons, withMore: detail < .withoutMoreAdvice) : []
  }

  /// The advice on what to do once all reasons are mended.
  private var mending: [String] {
    let codes = shape.reasons.compactMap(\.standardCode)
    // A family that has applied twice has nothing left to mend.
    if codes.contains(.applicationDuplicate) { return [] }
    // A family that only applied on a wrong day has nothing to mend either, and can apply again now.
    if shape.canMend, shape.isOnlyOutsideWindow { return again(.anySchool) }
    if case .until = shape.newApplication, shape.canMend {
      return [say(.next(.refusedUntil), [.to: reasonWords.rules[.to] ?? ""])]
    }
    if shape.canMend || shape.newApplication == .unknown { return [say(.next(.refused))] + day }
    return (codes.allSatisfy(\.mustWait) ? [] : [say(.next(.refusedForNow))]) + day
  }

  private func again(_ key: TextKey.Again) -> [String] {
    (shape.newApplication.isOpen || shape.newApplication == .unknown ? [say(.again(key), reasonWords.rules)] : []) + day
  }

  /// The first or the last day on which a new application is taken.
  ///
  /// If the child is too young, the list is empty, because the advice already says in which year to apply.
  private var day: [String] {
    guard !shape.reasons.contains(where: { $0.standardCode == .ageNotEligible }) else { return [] }
    let key: TextKey.Again? =
      switch shape.newApplication {
      case .always: nil
      case .until: .until
      case .from: .from
      case .over: .over
      case .unknown: .unknown
      }
    return key.map { [say(.again($0), reasonWords.rules)] } ?? []
  }

  /// The right to object, and the contacts for questions.
  private var objection: String { "\(words.appeal[language]) \(words.contacts[language])" }

  /// A list under its heading.
  ///
  /// The further lines of a point are indented, so that no line of a school's words looks like a line of the letter.
  private func list(_ heading: TextKey.Heading, _ points: [String]) -> [String] {
    points.isEmpty ? [] : [say(.heading(heading))] + points.map { "– \($0.indented)" }
  }
}
