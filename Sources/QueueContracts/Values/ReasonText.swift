/// A reason in words, plain text (contract 4.6).
///
/// A worker's reason is in all three languages. A school's reason is in Kazakh and Russian; English is optional.
public struct ReasonText: Hashable, Sendable, Codable {
  /// The reason in Kazakh.
  public var kk: String
  /// The reason in Russian.
  public var ru: String
  /// The reason in English; nil, and absent on the wire, if the school wrote none.
  public var en: String?

  /// Creates a reason's text, without English if there is none.
  public init(kk: String, ru: String, en: String? = nil) {
    self.kk = kk
    self.ru = ru
    self.en = en
  }

  /// Creates a reason's text in all three languages.
  public init(_ text: LocalizedText) { self.init(kk: text.kk, ru: text.ru, en: text.en) }

  /// The text in one language; the Russian text if English is asked for and there is no English text.
  public subscript(language: Language) -> String {
    switch language {
    case .kk: kk
    case .ru: ru
    case .en: en ?? ru
    }
  }
}

/// A field of a message for a reason in the school's own words.
///
/// The bounds of the words (``SchoolsText``) are checked when the message is read. If the school wrote no words, the
/// field is nil, and absent on the wire.
@propertyWrapper
public struct SchoolsWording: Codable, Sendable, Hashable {
  /// The words; nil if the school wrote none.
  public var wrappedValue: ReasonText?
  /// Wraps words or nil; the length of the words is not checked.
  public init(wrappedValue: ReasonText?) { self.wrappedValue = wrappedValue }

  /// Reads the words, or null.
  public init(from decoder: any Decoder) throws {
    wrappedValue = try decoder.singleValueContainer().decode(TextOfASchool?.self)?.text
  }

  /// Writes the words, or null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

// The code that the compiler generates for a message calls these functions instead of the general ones, so the field
// may be absent.
extension KeyedDecodingContainer {
  func decode(_: SchoolsWording.Type, forKey key: Key) throws -> SchoolsWording {
    SchoolsWording(wrappedValue: try decodeIfPresent(TextOfASchool.self, forKey: key)?.text)
  }
}

extension KeyedEncodingContainer {
  mutating func encode(_ value: SchoolsWording, forKey key: Key) throws {
    try encodeIfPresent(value.wrappedValue, forKey: key)
  }
}

/// The form of a school's own words in a message, bounded in length and characters.
///
/// A text from a store is read as a ``ReasonText``, without these bounds.
struct TextOfASchool: Decodable {
  @Bounded<SchoolsText> private var kk: String
  @Bounded<SchoolsText> private var ru: String
  @BoundedOrNull<SchoolsText> private var en: String?

  var text: ReasonText { ReasonText(kk: kk, ru: ru, en: en) }
}
