/// The number a citizen sees on an application, given by the portal: one line of 1 to 64 characters.
public struct ApplicationNumber: Hashable, Sendable, Codable, CustomStringConvertible {
  public let text: String

  /// Nil where the text is empty, longer than 64 characters, blank, or has control characters in it.
  public init?(_ text: String) {
    let scalars = text.unicodeScalars
    guard (1...64).contains(scalars.count), scalars.contains(where: { !$0.properties.isWhitespace }),
      scalars.allSatisfy({ ![.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory) })
    else { return nil }
    self.text = text
  }

  public var description: String { text }

  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = Self(text) else { throw decoder.wrong("one line of 1 to 64 characters") }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
