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

/// A school's words in a message, whose length and characters are bounded; what a store has kept is read without.
struct TextOfASchool: Decodable {
  @Bounded<SchoolsText> private var kk: String
  @Bounded<SchoolsText> private var ru: String
  @BoundedOrNull<SchoolsText> private var en: String?

  var text: ReasonText { ReasonText(kk: kk, ru: ru, en: en) }
}
