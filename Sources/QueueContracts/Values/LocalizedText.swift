/// The same words in Kazakh, Russian and English.
public struct LocalizedText: Hashable, Sendable, Codable {
  public var kk: String
  public var ru: String
  public var en: String

  public init(kk: String, ru: String, en: String) {
    (self.kk, self.ru, self.en) = (kk, ru, en)
  }

  public subscript(language: Language) -> String {
    switch language {
    case .kk: kk
    case .ru: ru
    case .en: en
    }
  }

  public func map<E: Error>(_ transform: (String) throws(E) -> String) throws(E) -> LocalizedText {
    LocalizedText(kk: try transform(kk), ru: try transform(ru), en: try transform(en))
  }
}

/// The languages a citizen is answered in.
public enum Language: String, Sendable, Codable, CaseIterable {
  case kk, ru, en
}
