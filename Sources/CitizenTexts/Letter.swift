import Admission
import QueueContracts

/// One update in the words of one language.
struct Letter {
  let texts: HistoryTexts
  let language: Language
  let update: ProcessingUpdated
  let situation: Situation
  let reasonWords: ReasonWords

  init(
    _ update: ProcessingUpdated, texts: HistoryTexts, language: Language, duplicateOf first: ApplicationNumber? = nil
  ) {
    (self.update, self.texts, self.language) = (update, texts, language)
    situation = Situation(update)
    // Whoever applies again does so by the rules of the day of the answer.
    reasonWords = ReasonWords(
      table: texts.table, edition: texts.editions.inForce(at: update.occurredAt), language: language, first: first)
  }

  var title: String { say(.title(situation)) }

  /// The letter, a paragraph or a point of a list to a line.
  var lines: [String] {
    let whole = say(
      .text(situation, update.service),
      [.number: update.number.text, .child: update.childName ?? "", .school: update.school.bin])
    let opening = update.childName == nil ? whole.replacing(" ()", with: "") : whole
    return [opening] + rest
  }

  private var rest: [String] {
    switch situation {
    case .accepted, .checked: deadline(.dueAhead) + [say(.next(.accepted))]
    case .late: deadline(.duePassed) + [say(.next(.late))]
    case .enrolled: list(.schoolNote, reasons)
    case .refused:
      list(.reasons, reasons) + list(.advice, reasonWords.advice(about: update.reasons)) + [
        say(.next(mustWait ? .refusedForNow : .refused))
      ]
    case .refusedBySchool:
      (reasons.isEmpty ? [say(.heading(.noReasons))] : list(.reasons, reasons))
        + list(.advice, reasonWords.advice(about: update.reasons)) + [say(.next(.refusedBySchool))]
    case .withdrawn, .ended: []
    }
  }

  private var reasons: [String] { update.reasons.map(reasonWords.words) }

  private func deadline(_ key: TextKey) -> [String] {
    update.dueBy.map { [say(key, [.due: moment($0)])] } ?? []
  }

  private func list(_ heading: TextKey.Heading, _ points: [String]) -> [String] {
    points.isEmpty ? [] : [say(.heading(heading))] + points.map { "– \($0)" }
  }

  private var mustWait: Bool { update.reasons.contains { $0.known?.mustWait == true } }

  func say(_ key: TextKey, _ values: [Placeholder: String] = [:]) -> String {
    texts.table.render(key, in: language, values)
  }
}
