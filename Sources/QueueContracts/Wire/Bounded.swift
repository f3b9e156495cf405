/// A rule for the texts that a field can hold (contract, section 1).
public protocol WireText: Sendable {
  /// A description of the accepted texts, which follows the word "expected" in an error.
  static var expected: String { get }
  /// Tells whether the field can hold the text.
  static func accepts(_ text: String) -> Bool
}

/// A required text that is undecodable if its rule does not accept it.
@propertyWrapper
public struct Bounded<Rule: WireText>: Codable, Sendable, Hashable {
  /// The text.
  public var wrappedValue: String
  /// Wraps a text, which is not checked.
  public init(wrappedValue: String) { self.wrappedValue = wrappedValue }

  /// Reads a text that the rule accepts.
  public init(from decoder: any Decoder) throws {
    wrappedValue = try decoder.singleValueContainer().decode(String.self)
    guard Rule.accepts(wrappedValue) else { throw decoder.wrong(Rule.expected) }
  }

  /// Writes the text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

/// An optional text that is undecodable if its rule does not accept it.
///
/// The text may be absent or null when it is read. It is always written, as null if there is none.
@propertyWrapper
public struct BoundedOrNull<Rule: WireText>: Codable, Sendable, Hashable {
  /// The text; nil if it is absent or null.
  public var wrappedValue: String?
  /// Wraps a text, which is not checked.
  public init(wrappedValue: String?) { self.wrappedValue = wrappedValue }

  /// Reads a text that the rule accepts, or null.
  public init(from decoder: any Decoder) throws {
    wrappedValue = try decoder.singleValueContainer().decode(String?.self)
    guard wrappedValue.map(Rule.accepts) != false else { throw decoder.wrong(Rule.expected) }
  }

  /// Writes the text, or null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

// The code that the compiler generates for a body calls these functions instead of the general ones. So an absent key
// is accepted for `BoundedOrNull`, and no text needs a decoder or encoder of its own.
extension KeyedDecodingContainer {
  func decode<Rule>(_: Bounded<Rule>.Type, forKey key: Key) throws -> Bounded<Rule> {
    Bounded(wrappedValue: try text(by: Rule.self, forKey: key))
  }

  func decode<Rule>(_: BoundedOrNull<Rule>.Type, forKey key: Key) throws -> BoundedOrNull<Rule> {
    BoundedOrNull(wrappedValue: try textIfPresent(by: Rule.self, forKey: key))
  }

  /// Reads a required text that a rule accepts.
  func text<Rule: WireText>(by rule: Rule.Type, forKey key: Key) throws -> String {
    let text = try decode(String.self, forKey: key)
    guard Rule.accepts(text) else { throw wrong(key, Rule.expected) }
    return text
  }

  /// Reads a text that a rule accepts; nil if it is absent or null.
  func textIfPresent<Rule: WireText>(by rule: Rule.Type, forKey key: Key) throws -> String? {
    guard let text = try decodeIfPresent(String.self, forKey: key) else { return nil }
    guard Rule.accepts(text) else { throw wrong(key, Rule.expected) }
    return text
  }
}

extension KeyedEncodingContainer {
  mutating func encode<Rule>(_ value: Bounded<Rule>, forKey key: Key) throws {
    try encode(value.wrappedValue, forKey: key)
  }

  mutating func encode<Rule>(_ value: BoundedOrNull<Rule>, forKey key: Key) throws {
    if let text = value.wrappedValue { try encode(text, forKey: key) } else { try encodeNil(forKey: key) }
  }
}
