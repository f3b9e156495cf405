/// The whole numbers that a field can hold.
public protocol WireRange: Sendable {
  static var range: ClosedRange<Int> { get }
}

/// A school grade: 0, the pre-school class of a school, to 12 (contract 4.2).
public enum Grades: WireRange {
  public static let range = 0...12
}

/// A size in bytes.
public enum Sizes: WireRange {
  public static let range = 0...Int.max
}

/// A place in an order that begins with 1.
public enum Ordinals: WireRange {
  public static let range = 1...Int.max
}

/// A whole number that does not decode outside of its range.
@propertyWrapper
public struct Within<Limits: WireRange>: Codable, Sendable, Equatable {
  public var wrappedValue: Int
  public init(wrappedValue: Int) { self.wrappedValue = wrappedValue }

  public init(from decoder: any Decoder) throws {
    // Foundation's own error for 1.5 or 1e99 does not say where; this one does.
    guard let number = try? decoder.singleValueContainer().decode(Int.self), Limits.range.contains(number) else {
      throw decoder.wrong(Self.expected)
    }
    wrappedValue = number
  }

  fileprivate static var expected: String {
    "a whole number from \(Limits.range.lowerBound) to \(Limits.range.upperBound)"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

/// A whole number that may be absent or null, and does not decode outside of its range; always written.
@propertyWrapper
public struct WithinOrNull<Limits: WireRange>: Codable, Sendable, Equatable {
  public var wrappedValue: Int?
  public init(wrappedValue: Int?) { self.wrappedValue = wrappedValue }

  public init(from decoder: any Decoder) throws {
    wrappedValue =
      try decoder.singleValueContainer().decodeNil() ? nil : Within<Limits>(from: decoder).wrappedValue
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

extension KeyedDecodingContainer {
  // Makes an absent key acceptable: the synthesised decoding of a body picks this before the general `decode`.
  func decode<Limits>(_: WithinOrNull<Limits>.Type, forKey key: Key) throws -> WithinOrNull<Limits> {
    WithinOrNull(wrappedValue: try decodeIfPresent(Within<Limits>.self, forKey: key)?.wrappedValue)
  }
}

// No number costs an encoder of its own for being wrapped.
extension KeyedEncodingContainer {
  mutating func encode<Limits>(_ value: Within<Limits>, forKey key: Key) throws {
    try encode(value.wrappedValue, forKey: key)
  }

  mutating func encode<Limits>(_ value: WithinOrNull<Limits>, forKey key: Key) throws {
    if let number = value.wrappedValue { try encode(number, forKey: key) } else { try encodeNil(forKey: key) }
  }
}
