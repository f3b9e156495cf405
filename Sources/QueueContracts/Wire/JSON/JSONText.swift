/// Reads the texts between the quotes of JSON strings.
enum JSONText {
  /// The text of a string, without its escapes.
  ///
  /// - Returns: the text; nil if half of a surrogate pair stands alone, which a Swift string cannot hold.
  static func text(of token: JSONToken, in bytes: [UInt8]) -> String? {
    guard token.hasEscapes else { return String(decoding: bytes[token.place], as: UTF8.self) }
    var isWhole = true
    let text = unescaped(token.place, in: bytes, isWhole: &isWhole)
    return isWhole ? String(decoding: text, as: UTF8.self) : nil
  }

  /// The text of a string, without its escapes, and with U+FFFD in place of each half of a surrogate pair.
  static func repairedText(of token: JSONToken, in bytes: [UInt8]) -> String {
    guard token.hasEscapes else { return String(decoding: bytes[token.place], as: UTF8.self) }
    var isWhole = true
    return String(decoding: unescaped(token.place, in: bytes, isWhole: &isWhole), as: UTF8.self)
  }

  /// The UTF-8 of a string without its escapes; the string must have passed ``JSONGrammar``.
  private static func unescaped(_ place: Range<Int>, in bytes: [UInt8], isWhole: inout Bool) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(place.count)
    var position = place.lowerBound
    var copied = position
    while position < place.upperBound {
      guard bytes[position] == UInt8(ascii: "\\") else {
        position += 1
        continue
      }
      text.append(contentsOf: bytes[copied..<position])
      let escape = bytes[position + 1]
      position += 2
      switch escape {
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "u"): append(scalar(at: &position, in: bytes, isWhole: &isWhole), to: &text)
      default: text.append(escape)
      }
      copied = position
    }
    text.append(contentsOf: bytes[copied..<place.upperBound])
    return text
  }

  /// The scalar whose hexadecimal digits begin at the position; a surrogate pair takes two escapes.
  private static func scalar(at position: inout Int, in bytes: [UInt8], isWhole: inout Bool) -> Unicode.Scalar {
    let unit = HexDigits.number(at: position, in: bytes)
    position += 4
    if let scalar = Unicode.Scalar(unit) { return scalar }
    if unit < 0xDC00, bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u") {
      let low = HexDigits.number(at: position + 2, in: bytes)
      if (0xDC00...0xDFFF).contains(low) {
        position += 6
        return Unicode.Scalar(0x10000 + (UInt32(unit - 0xD800) << 10 | UInt32(low - 0xDC00))) ?? "\u{FFFD}"
      }
    }
    isWhole = false
    return "\u{FFFD}"
  }

  private static func append(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
    if scalar.isASCII { text.append(UInt8(scalar.value)) } else { text.append(contentsOf: String(scalar).utf8) }
  }
}
