/// A reason in words: ours in three languages, a school's in Kazakh and Russian and, if it wrote any, English
/// (contract 4.6).
public struct ReasonText: Hashable, Sendable, Codable {
  public var kk: String
  public var ru: String
  /// Absent where the school wrote none, not null.
  public var en: String?

  public init(kk: String, ru: String, en: String? = nil) {
    self.kk = kk
    self.ru = ru
    self.en = en
  }

  /// Words in all three languages.
  public init(_ text: LocalizedText) { self.init(kk: text.kk, ru: text.ru, en: text.en) }

  /// The words for a reader of this language; Russian if there are none in English.
  public subscript(language: Language) -> String {
    switch language {
    case .kk: kk
    case .ru: ru
    case .en: en ?? ru
    }
  }
}
