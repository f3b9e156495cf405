/// The number a citizen sees on an application, given by the portal: 1 to 32 digits, capital Latin letters, hyphens and
/// slashes (contract, section 1).
public struct ApplicationNumber: Hashable, Sendable, Codable, CustomStringConvertible {
  public let text: String

  /// Reads a number of a message; nil if it is none.
  public init?(_ text: String) {
    guard (1...32).contains(text.utf8.count),
      text.utf8.allSatisfy({ byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/")
      })
    else { return nil }
    self.text = text
  }

  /// Reads a number that a store has kept, one of before numbers were bounded too: one line of 1 to 64 characters.
  ///
  /// - Parameter text: as it was stored.
  public init?(stored text: String) {
    let scalars = text.unicodeScalars
    guard (1...64).contains(scalars.count), scalars.contains(where: { !$0.properties.isWhitespace }),
      scalars.allSatisfy({ ![.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory) })
    else { return nil }
    self.text = text
  }

  public var description: String { text }

  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = Self(text) else {
      throw decoder.wrong("1 to 32 digits, capital Latin letters, hyphens and slashes")
    }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

/// A number as a store has kept it.
@propertyWrapper
public struct StoredNumber: Codable, Sendable, Hashable {
  public var wrappedValue: ApplicationNumber
  public init(wrappedValue: ApplicationNumber) { self.wrappedValue = wrappedValue }

  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = ApplicationNumber(stored: text) else { throw decoder.wrong("one line of 1 to 64 characters") }
    wrappedValue = value
  }

  public func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
}
