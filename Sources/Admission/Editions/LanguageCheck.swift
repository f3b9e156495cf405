public import QueueContracts

/// Checks whether a text is written in the alphabet of its language.
///
/// Texts are checked because a real system served Russian text in the Kazakh field for years.
public enum LanguageCheck {
  /// The letters of Kazakh that Russian does not have.
  static let kazakhLetters = Set("әғқңөұүһіӘҒҚҢӨҰҮҺІ")

  /// A Kazakh text of at most this many words need not have any of the ``kazakhLetters``.
  private static let fewWords = 5

  /// The letters that occur in Kazakh only in borrowed words.
  ///
  /// A Kazakh text with a borrowed word usually has some of the ``kazakhLetters``, for example in the word's ending.
  static let borrowedLetters = Set("вёфцчщъьэВЁФЦЧЩЪЬЭ")

  /// Tells whether the text is written in the language's alphabet.
  ///
  /// A short Kazakh text need not have any of the ``kazakhLetters`` (мамыр, «Бала: Айша»). But a text without them
  /// and with one of the ``borrowedLetters`` is taken for Russian.
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

  /// Tells whether the text can stand in an entry of the service history as it is.
  ///
  /// The text must be one line of 1 to 600 characters, not all of them blank.
  static func isLine(_ text: String) -> Bool {
    let hidden: Set<Unicode.GeneralCategory> = [.control, .format, .lineSeparator, .paragraphSeparator]
    return (1...600).contains(text.count) && !text.allSatisfy(\.isWhitespace)
      && !text.unicodeScalars.contains { hidden.contains($0.properties.generalCategory) }
  }
}
