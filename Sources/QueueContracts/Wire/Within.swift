/// A rule for the whole numbers that a field can hold.
public protocol WireRange: Sendable {
  /// The numbers that the field can hold, both ends included.
  static var range: ClosedRange<Int> { get }
}

/// The range of school grades: 0, the pre-school class of a school, to 12 (contract 4.2).
public enum Grades: WireRange {
  /// The grades 0 to 12.
  public static let range = 0...12
}

/// The range of sizes in bytes.
public enum Sizes: WireRange {
  /// Any number of bytes from 0.
  public static let range = 0...Int.max
}

/// The range of running numbers, arrival numbers for example.
public enum Ordinals: WireRange {
  /// Any number from 1.
  public static let range = 1...Int.max
}

/// A required whole number that is undecodable outside of its range.
@propertyWrapper
public struct Within<Limits: WireRange>: Codable, Sendable, Equatable {
  /// The number.
  public var wrappedValue: Int
  /// Wraps a number, which is not checked.
  public init(wrappedValue: Int) { self.wrappedValue = wrappedValue }

  /// Reads a number of the range.
  public init(from decoder: any Decoder) throws {
    // Foundation's own error for 1.5 or 1e99 has no path; this error has the number's path.
    guard let number = try? decoder.singleValueContainer().decode(Int.self), Limits.range.contains(number) else {
      throw decoder.wrong(Self.expected)
    }
    wrappedValue = number
  }

  fileprivate static var expected: String {
    "a whole number from \(Limits.range.lowerBound) to \(Limits.range.upperBound)"
  }

  /// Writes the number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

/// An optional whole number that is undecodable outside of its range.
///
/// The number may be absent or null when it is read. It is always written, as null if there is none.
@propertyWrapper
public struct WithinOrNull<Limits: WireRange>: Codable, Sendable, Equatable {
  /// The number; nil if it is absent or null.
  public var wrappedValue: Int?
  /// Wraps a number or nil; the number is not checked.
  public init(wrappedValue: Int?) { self.wrappedValue = wrappedValue }

  /// Reads a number of the range, or null.
  public init(from decoder: any Decoder) throws {
    wrappedValue =
      try decoder.singleValueContainer().decodeNil() ? nil : Within<Limits>(from: decoder).wrappedValue
  }

  /// Writes the number, or null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

extension KeyedDecodingContainer {
  // This function makes an absent key acceptable: the synthesised decoding of a body prefers it to the general
  // `decode`.
  func decode<Limits>(_: WithinOrNull<Limits>.Type, forKey key: Key) throws -> WithinOrNull<Limits> {
    WithinOrNull(wrappedValue: try decodeIfPresent(Within<Limits>.self, forKey: key)?.wrappedValue)
  }
}

// These functions write the wrapped numbers themselves, so that no number needs an encoder of its own.
extension KeyedEncodingContainer {
  mutating func encode<Limits>(_ value: Within<Limits>, forKey key: Key) throws {
    try encode(value.wrappedValue, forKey: key)
  }

  mutating func encode<Limits>(_ value: WithinOrNull<Limits>, forKey key: Key) throws {
    if let number = value.wrappedValue { try encode(number, forKey: key) } else { try encodeNil(forKey: key) }
  }
}
