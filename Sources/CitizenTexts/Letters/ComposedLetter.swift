import Admission
import QueueContracts

/// The text of a history entry for one ``LetterShape`` in each language, with gaps for the values of an update.
struct ComposedLetter: Sendable {
  private let shape: LetterShape
  private let title: InEachLanguage<Wording>
  /// The letter's texts, from the longest to the shortest.
  private let texts: InEachLanguage<[Wording]>
  private let short: InEachLanguage<Wording>
  private let reasons: [InEachLanguage<Wording>]

  /// The length that the values of an update together hardly ever exceed, in Unicode scalars.
  private static let mostFilled = 250

  init(_ shape: LetterShape, by edition: RulesEdition, _ table: TextTable) {
    let letters = InEachLanguage { language in
      Letter(shape, LetterValues(gapsOf: shape, language), by: edition, table: table, language: language)
    }
    self.shape = shape
    title = InEachLanguage { Wording(letters[$0].title) }
    texts = InEachLanguage { Self.texts(letters[$0]) }
    short = InEachLanguage { Wording(letters[$0].wholeShort) }
    reasons = shape.reasons.map { reason in InEachLanguage { Wording(letters[$0].reasonWords.sentence(reason)) } }
  }

  /// The whole letter and, if values may make it too long, its shorter versions.
  private static func texts(_ letter: Letter) -> [Wording] {
    let whole = Wording(letter.text(.everything))
    guard whole.size.scalars > Letter.mostCharacters - mostFilled else { return [whole] }
    return [whole] + letter.details.dropFirst().map { Wording(letter.text($0)) }
  }

  /// The words for an update with this shape, with its values filled in.
  func filled(_ values: InEachLanguage<LetterValues>, by edition: RulesEdition, _ table: TextTable) -> LetterWords {
    LetterWords(
      title: localized { title[$0].filled(values[$0]) },
      text: localized { text(values[$0], $0, by: edition, table) },
      short: localized { language in
        let (wording, values) = (short[language], values[language])
        guard wording.size(filled: values).units > Letter.mostShortUnits else { return wording.filled(values) }
        return Letter(shape, values, by: edition, table: table, language: language).short
      },
      reasons: reasons.map { reason in localized { reason[$0].filled(values[$0]) } })
  }

  private func text(
    _ values: LetterValues, _ language: Language, by edition: RulesEdition, _ table: TextTable
  ) -> String {
    let texts = texts[language]
    if texts.count == 1, shape.reasons.count <= Letter.fewReasons,
      texts[0].size(filled: values).scalars > Letter.mostCharacters
    {
      return Letter(shape, values, by: edition, table: table, language: language).text
    }
    for wording in texts.dropLast() {
      let size = wording.size(filled: values)
      // A text has at most as many characters as scalars, so characters are counted only in a text that has too many
      // scalars and does not have a character for each scalar.
      if size.scalars <= Letter.mostCharacters { return wording.filled(values) }
      guard !size.hasCharacterPerScalar else { continue }
      let text = wording.filled(values)
      if text.count <= Letter.mostCharacters { return text }
    }
    return texts.last?.filled(values) ?? ""
  }

  private func localized(_ text: (Language) -> String) -> LocalizedText {
    LocalizedText(kk: text(.kk), ru: text(.ru), en: text(.en))
  }
}

/// The words of an entry of the service history.
struct LetterWords: Equatable {
  let title: LocalizedText
  let text: LocalizedText
  let short: LocalizedText
  /// The workers' words for each reason, including a reason for which the school wrote its own words.
  let reasons: [LocalizedText]
}

extension LetterWords {
  /// Writes the letter in each language directly from the values, and shortens it if it is too long.
  init(_ shape: LetterShape, _ values: InEachLanguage<LetterValues>, by edition: RulesEdition, _ table: TextTable) {
    let letters = InEachLanguage { Letter(shape, values[$0], by: edition, table: table, language: $0) }
    title = letters.text(\.title)
    text = letters.text(\.text)
    short = letters.text(\.short)
    reasons = shape.reasons.map { reason in letters.text { $0.reasonWords.sentence(reason) } }
  }
}
