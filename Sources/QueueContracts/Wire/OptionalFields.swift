/// A field that may be absent or null when it is read, and is always written (contract, section 1).
///
/// It is written as null if it has no value, so that a consumer in any language finds the key.
@propertyWrapper
public struct Nullable<Value: Codable & Sendable & Equatable>: Codable, Sendable, Equatable {
  /// The value; nil if it is absent or null.
  public var wrappedValue: Value?
  /// Wraps a value, or none.
  public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  /// Reads a value, or null.
  public init(from decoder: any Decoder) throws {
    wrappedValue = try decoder.singleValueContainer().decode(Value?.self)
  }

  /// Writes the value, or null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

extension Nullable: Hashable where Value: Hashable {}

/// An element of a list in a body, with the greatest length of such a list.
public protocol WireElement: Codable, Sendable, Equatable {
  /// The greatest number of elements in one list; a longer list is undecodable.
  static var mostInAList: Int { get }
}

/// A list that is always written; when it is read, absent and null mean empty.
///
/// A list that is longer than ``WireElement/mostInAList`` is undecodable.
@propertyWrapper
public struct OrEmpty<Element: WireElement>: Codable, Sendable, Equatable {
  /// The elements; none if the list is absent or null.
  public var wrappedValue: [Element]
  /// Wraps a list, whose length is not checked.
  public init(wrappedValue: [Element]) { self.wrappedValue = wrappedValue }

  /// Reads a list, or null.
  public init(from decoder: any Decoder) throws {
    wrappedValue = try decoder.singleValueContainer().decode([Element]?.self) ?? []
    guard wrappedValue.count <= Element.mostInAList else { throw decoder.wrong(Self.expected) }
  }

  fileprivate static var expected: String { "at most \(Element.mostInAList) elements" }

  /// Writes the list, empty or not.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

/// A yes or no that is always written; when it is read, absent and null mean no.
@propertyWrapper
public struct OrFalse: Codable, Sendable, Equatable {
  /// The answer; false if it is absent or null.
  public var wrappedValue: Bool
  /// Wraps an answer.
  public init(wrappedValue: Bool) { self.wrappedValue = wrappedValue }

  /// Reads an answer, or null.
  public init(from decoder: any Decoder) throws {
    wrappedValue = try decoder.singleValueContainer().decode(Bool?.self) ?? false
  }

  /// Writes the answer.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

// These functions make an absent key acceptable: the synthesised decoding of a body prefers them to the general
// `decode`.
extension KeyedDecodingContainer {
  func decode<Value>(_: Nullable<Value>.Type, forKey key: Key) throws -> Nullable<Value> {
    Nullable(wrappedValue: try decodeIfPresent(Value.self, forKey: key))
  }

  func decode<Element>(_: OrEmpty<Element>.Type, forKey key: Key) throws -> OrEmpty<Element> {
    let elements = try decodeIfPresent([Element].self, forKey: key) ?? []
    guard elements.count <= Element.mostInAList else { throw wrong(key, OrEmpty<Element>.expected) }
    return OrEmpty(wrappedValue: elements)
  }

  func decode(_: OrFalse.Type, forKey key: Key) throws -> OrFalse {
    OrFalse(wrappedValue: try decodeIfPresent(Bool.self, forKey: key) ?? false)
  }
}

// These functions write the wrapped values themselves, so that no value needs an encoder of its own.
extension KeyedEncodingContainer {
  mutating func encode<Value>(_ value: Nullable<Value>, forKey key: Key) throws {
    if let value = value.wrappedValue { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }

  mutating func encode<Element>(_ value: OrEmpty<Element>, forKey key: Key) throws {
    try encode(value.wrappedValue, forKey: key)
  }

  mutating func encode(_ value: OrFalse, forKey key: Key) throws { try encode(value.wrappedValue, forKey: key) }
}
