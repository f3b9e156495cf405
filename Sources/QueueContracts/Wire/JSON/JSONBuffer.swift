internal import Foundation

/// The bytes of a JSON text that is being written.
struct JSONBuffer {
  private(set) var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(1024) }

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  /// Appends a text that needs no escape.
  mutating func append(ascii text: String) { bytes.append(contentsOf: text.utf8) }

  /// Appends a text between quotes, escaped if it has to be.
  ///
  /// - Parameter text: any text.
  /// - Returns: true if the text was written without an escape.
  @discardableResult
  mutating func append(quoted text: String) -> Bool {
    var text = text
    return text.withUTF8 { utf8 in
      // The loop is never left early, so that the compiler can vectorise it.
      var special: UInt8 = 0
      for byte in utf8 { special |= Self.isSpecial(byte) }
      let needsEscape = special != 0
      bytes.append(UInt8(ascii: "\""))
      if needsEscape { utf8.forEach { append(escaped: $0) } } else { bytes.append(contentsOf: utf8) }
      bytes.append(UInt8(ascii: "\""))
      return !needsEscape
    }
  }

  /// 1 for a byte that needs an escape, else 0.
  private static func isSpecial(_ byte: UInt8) -> UInt8 {
    (byte < 0x20 ? 1 : 0) | (byte == UInt8(ascii: "\"") ? 1 : 0) | (byte == UInt8(ascii: "\\") ? 1 : 0)
  }

  private mutating func append(escaped byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(backslash: byte)
    case 0x08: append(backslash: UInt8(ascii: "b"))
    case 0x09: append(backslash: UInt8(ascii: "t"))
    case 0x0A: append(backslash: UInt8(ascii: "n"))
    case 0x0C: append(backslash: UInt8(ascii: "f"))
    case 0x0D: append(backslash: UInt8(ascii: "r"))
    case 0..<0x20:
      append(ascii: "\\u00")
      HexDigits.append(CollectionOfOne(byte), to: &bytes)
    default: bytes.append(byte)
    }
  }

  private mutating func append(backslash letter: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    bytes.append(letter)
  }

  /// Appends bytes in standard base64 between quotes.
  mutating func append(base64 data: Data) {
    bytes.append(UInt8(ascii: "\""))
    data.withUnsafeBytes { Base64.standard.append($0, to: &bytes) }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Replaces the last `count` bytes by other bytes.
  mutating func replaceLast(_ count: Int, with other: [UInt8]) {
    bytes.removeLast(count)
    bytes.append(contentsOf: other)
  }
}
