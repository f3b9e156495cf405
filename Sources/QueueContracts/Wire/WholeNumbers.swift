/// A required whole number that is undecodable outside of its range.
public protocol WholeNumber: Codable, Sendable, Equatable {
  /// The numbers that the field can hold, both ends included.
  static var range: ClosedRange<Int> { get }
  /// The number.
  var wrappedValue: Int { get }
  /// Wraps a number, which is not checked.
  init(wrappedValue: Int)
}

/// A school grade from 0 to 12; grade 0 is the pre-school class of a school (contract 4.2).
@propertyWrapper
public struct Grade: WholeNumber {
  /// The grades 0 to 12.
  public static let range = 0...12
  /// The grade.
  public var wrappedValue: Int
  /// Wraps a grade, which is not checked.
  public init(wrappedValue: Int) { self.wrappedValue = wrappedValue }
}

/// A size in bytes, from 0.
@propertyWrapper
public struct ByteCount: WholeNumber {
  /// Any number of bytes from 0.
  public static let range = 0...Int.max
  /// The number of bytes.
  public var wrappedValue: Int
  /// Wraps a size, which is not checked.
  public init(wrappedValue: Int) { self.wrappedValue = wrappedValue }
}

/// An application's running number at a school, from 1 (contract 4.5).
@propertyWrapper
public struct ArrivalNumber: WholeNumber {
  /// Any number from 1.
  public static let range = 1...Int.max
  /// The number.
  public var wrappedValue: Int
  /// Wraps an arrival number, which is not checked.
  public init(wrappedValue: Int) { self.wrappedValue = wrappedValue }
}

extension WholeNumber {
  /// Reads a number, which must be in ``range``.
  public init(from decoder: any Decoder) throws {
    // Foundation's own error for 1.5 or 1e99 has no path; this error has the number's path.
    guard let number = try? decoder.singleValueContainer().decode(Int.self), Self.range.contains(number) else {
      throw decoder.wrong("a whole number from \(Self.range.lowerBound) to \(Self.range.upperBound)")
    }
    self.init(wrappedValue: number)
  }

  /// Writes the number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

/// An optional grade that is undecodable outside of the range of ``Grade``.
///
/// The grade may be absent or null when it is read. It is always written, as null if there is none.
@propertyWrapper
public struct GradeOrNull: Codable, Sendable, Equatable {
  /// The grade; nil if it is absent or null.
  public var wrappedValue: Int?
  /// Wraps a grade or nil; the grade is not checked.
  public init(wrappedValue: Int?) { self.wrappedValue = wrappedValue }

  /// Reads a grade, or null.
  public init(from decoder: any Decoder) throws {
    wrappedValue = try decoder.singleValueContainer().decodeNil() ? nil : Grade(from: decoder).wrappedValue
  }

  /// Writes the grade, or null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

extension KeyedDecodingContainer {
  // The code that the compiler generates for a body calls this function instead of the general `decode`. So an absent
  // key is accepted.
  func decode(_: GradeOrNull.Type, forKey key: Key) throws -> GradeOrNull {
    GradeOrNull(wrappedValue: try decodeIfPresent(Grade.self, forKey: key)?.wrappedValue)
  }
}

// These functions write the wrapped numbers themselves, so that no number needs an encoder of its own.
extension KeyedEncodingContainer {
  mutating func encode<Number: WholeNumber>(_ number: Number, forKey key: Key) throws {
    try encode(number.wrappedValue, forKey: key)
  }

  mutating func encode(_ grade: GradeOrNull, forKey key: Key) throws {
    if let number = grade.wrappedValue { try encode(number, forKey: key) } else { try encodeNil(forKey: key) }
  }
}
