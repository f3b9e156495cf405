/// A text in Kazakh, Russian and English.
public struct LocalizedText: Hashable, Sendable, Codable {
  /// The text in Kazakh.
  public var kk: String
  /// The text in Russian.
  public var ru: String
  /// The text in English.
  public var en: String

  /// Creates a text from its three languages.
  public init(kk: String, ru: String, en: String) {
    self.kk = kk
    self.ru = ru
    self.en = en
  }

  /// The text in one language.
  public subscript(language: Language) -> String {
    switch language {
    case .kk: kk
    case .ru: ru
    case .en: en
    }
  }

  /// The text with each language transformed.
  public func map<E: Error>(_ transform: (String) throws(E) -> String) throws(E) -> LocalizedText {
    LocalizedText(kk: try transform(kk), ru: try transform(ru), en: try transform(en))
  }
}

/// The language that a family is answered in.
public enum Language: String, Sendable, Codable, CaseIterable {
  case kk, ru, en
}
