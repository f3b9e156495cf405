public import QueueContracts

/// What can be wrong with a text in three languages.
///
/// The alphabets are checked because a real system served Russian text in the Kazakh field for years.
public enum LanguageCheck {
  /// The letters that Kazakh has and Russian has not.
  public static let kazakhLetters = Set("әғқңөұүһіӘҒҚҢӨҰҮҺІ")

  private static let fewWords = 5

  /// Letters that a Kazakh word has only if it is borrowed; then one of its endings has letters of its own.
  static let borrowedLetters = Set("вёфцчщъьэВЁФЦЧЩЪЬЭ")

  /// True if the text is in the language's letters.
  ///
  /// A few Kazakh words may do without letters of their own (мамыр, «Бала: Айша»), but what has none of them and has a
  /// letter of borrowed words is Russian.
  public static func isWritten(_ text: String, in language: Language) -> Bool {
    let cyrillic = text.unicodeScalars.contains { (0x400...0x52F).contains($0.value) }
    let kazakh = text.contains(where: kazakhLetters.contains)
    let isShort = text.split(separator: " ").count <= fewWords
    return switch language {
    case .kk: cyrillic && (kazakh || isShort && !text.contains(where: borrowedLetters.contains))
    case .ru: cyrillic && !kazakh
    case .en: !cyrillic
    }
  }

  /// True if the text can stand in a letter as it is: on one line, with something to read, and of a bearable length.
  static func isLine(_ text: String) -> Bool {
    let hidden: Set<Unicode.GeneralCategory> = [.control, .format, .lineSeparator, .paragraphSeparator]
    return (1...600).contains(text.count) && !text.allSatisfy(\.isWhitespace)
      && !text.unicodeScalars.contains { hidden.contains($0.properties.generalCategory) }
  }
}
