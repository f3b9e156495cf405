/// The number of an application as the citizen sees it, given by the portal (contract, section 1).
///
/// It has 1 to 32 characters: digits, capital Latin letters, hyphens and slashes.
public struct ApplicationNumber: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The number as the portal wrote it.
  public let text: String

  /// Reads a number from a message; nil if the text is not a valid number.
  public init?(_ text: String) {
    guard (1...32).contains(text.utf8.count),
      text.utf8.allSatisfy({ byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/")
      })
    else { return nil }
    self.text = text
  }

  /// Reads a number from a store; nil if the text is blank, too long or not one line.
  ///
  /// A stored number may break the bounds of ``init(_:)``, because it may be older than these bounds.
  ///
  /// - Parameter text: the stored text, 1 to 64 characters.
  public init?(stored text: String) {
    let scalars = text.unicodeScalars
    guard (1...64).contains(scalars.count), scalars.contains(where: { !$0.properties.isWhitespace }),
      scalars.allSatisfy({ ![.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory) })
    else { return nil }
    self.text = text
  }

  /// The number as the portal wrote it.
  public var description: String { text }

  /// Reads the number from its text.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = Self(text) else {
      throw decoder.wrong("1 to 32 digits, capital Latin letters, hyphens and slashes")
    }
    self = value
  }

  /// Writes the number as its text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

/// A property wrapper for an application's number in a stored value.
@propertyWrapper
public struct StoredNumber: Codable, Sendable, Hashable {
  /// The number.
  public var wrappedValue: ApplicationNumber
  /// Wraps a number.
  public init(wrappedValue: ApplicationNumber) { self.wrappedValue = wrappedValue }

  /// Reads a number by ``ApplicationNumber/init(stored:)``.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = ApplicationNumber(stored: text) else { throw decoder.wrong("one line of 1 to 64 characters") }
    wrappedValue = value
  }

  /// Writes the number as its text.
  public func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
}
