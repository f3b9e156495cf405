/// The length of a text, computed from its bytes, because counting characters would take longer than writing the text.
struct TextSize: Sendable {
  /// The number of Unicode scalars.
  private(set) var scalars = 0
  /// The number of UTF-16 units.
  private(set) var units = 0
  /// True if each scalar is a character of its own, whichever scalar stands beside it.
  private(set) var hasCharacterPerScalar = true

  init() {}

  init(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        switch byte {
        // A line feed, or ASCII without control characters. A carriage return does not count, because it is one character
        // together with a line feed.
        case 0x0A, 0x20..<0x7F: index += 1
        case ..<0x80:
          hasCharacterPerScalar = false
          index += 1
        case ..<0xE0:
          if !Self.isCharacter(byte, bytes[index + 1]) { hasCharacterPerScalar = false }
          index += 2
        case ..<0xF0:
          if !Self.isCharacter(byte, bytes[index + 1], bytes[index + 2]) { hasCharacterPerScalar = false }
          index += 3
        default:
          hasCharacterPerScalar = false
          units += 1
          index += 4
        }
        scalars += 1
        units += 1
      }
    }
  }

  /// Tells whether two bytes are a scalar that is always a character of its own.
  ///
  /// Such scalars are Latin letters and signs (U+00A1 to U+017F without the soft hyphen), and Cyrillic letters
  /// (U+0400 to U+052F without combining marks).
  private static func isCharacter(_ first: UInt8, _ second: UInt8) -> Bool {
    switch first {
    case 0xC2: second > 0xA0 && second != 0xAD
    case 0xC3...0xC5, 0xD0, 0xD1, 0xD3: true
    case 0xD2: !(0x83...0x89).contains(second)
    case 0xD4: second < 0xB0
    default: false
    }
  }

  /// Tells whether three bytes are a dash, a quotation mark or dots (U+2010 to U+2027), or №.
  private static func isCharacter(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    guard first == 0xE2 else { return false }
    return second == 0x80 && (0x90...0xA7).contains(third) || second == 0x84 && third == 0x96
  }

  static func += (size: inout Self, other: Self) {
    size.scalars += other.scalars
    size.units += other.units
    size.hasCharacterPerScalar = size.hasCharacterPerScalar && other.hasCharacterPerScalar
  }
}
