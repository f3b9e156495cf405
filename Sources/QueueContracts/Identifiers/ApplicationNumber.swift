/// The number a citizen sees on an application: 1 to 64 visible characters, given by the portal.
public struct ApplicationNumber: Hashable, Sendable, Codable, CustomStringConvertible {
  public let text: String

  /// Nil where the text is empty, longer than 64 characters, or has blanks or control characters in it.
  public init?(_ text: String) {
    guard (1...64).contains(text.unicodeScalars.count), text.unicodeScalars.allSatisfy(Self.isVisible) else {
      return nil
    }
    self.text = text
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
  }

  public var description: String { text }

  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = Self(text) else { throw decoder.wrong("1 to 64 characters without blanks") }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
