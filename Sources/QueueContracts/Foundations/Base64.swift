package import Foundation

/// Reads and writes base64 by table, in one pass.
///
/// Only the spelling that ``encode(_:)`` writes is accepted: with exact padding (none in base64 for URLs), with zeros
/// in the unused bits, and without blanks.
package struct Base64: Sendable {
  /// Standard base64 (RFC 4648, 4).
  package static let standard = Base64("+/", isPadded: true)
  /// Base64 for URLs, without padding (RFC 4648, 5; RFC 7515, 2).
  package static let url = Base64("-_", isPadded: false)

  /// The 64 digits.
  private let digits: [UInt8]
  /// The value of each byte; 255 for a byte that is not a digit.
  private let values: [UInt8]
  private let isPadded: Bool

  private init(_ lastDigits: String, isPadded: Bool) {
    digits = Array(("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + lastDigits).utf8)
    var values = [UInt8](repeating: 255, count: 256)
    for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
    self.values = values
    self.isPadded = isPadded
  }

  // MARK: - Reading

  /// Reads a text; nil if ``encode(_:)`` could not have written it.
  package func decode(_ text: String) -> Data? {
    var text = text
    return text.withUTF8 { decode(UnsafeRawBufferPointer($0)) }
  }

  /// Reads a part of a text; nil if ``encode(_:)`` could not have written it.
  package func decode(_ text: Substring) -> Data? {
    var text = text
    return text.withUTF8 { decode(UnsafeRawBufferPointer($0)) }
  }

  private func decode(_ text: UnsafeRawBufferPointer) -> Data? {
    guard let length = lengthWithoutPadding(text) else { return nil }
    let (whole, rest) = length.quotientAndRemainder(dividingBy: 4)
    // A single digit has six bits, less than a byte.
    guard rest != 1 else { return nil }
    var data = Data(count: whole * 3 + max(0, rest - 1))
    let isRight = data.withUnsafeMutableBytes { bytes in
      decodeWhole(text, whole, into: bytes) && decodeRest(text[(whole * 4)..<length], into: bytes, at: whole * 3)
    }
    return isRight ? data : nil
  }

  private func lengthWithoutPadding(_ text: UnsafeRawBufferPointer) -> Int? {
    guard isPadded else { return text.count }
    guard text.count % 4 == 0 else { return nil }
    let padding = text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
    return text.count - padding
  }

  /// Reads groups of four digits into three bytes each; false if any byte is not a digit.
  private func decodeWhole(
    _ text: UnsafeRawBufferPointer, _ groups: Int, into bytes: UnsafeMutableRawBufferPointer
  ) -> Bool {
    values.withUnsafeBytes { values in
      var wrong: UInt8 = 0
      for group in 0..<groups {
        let (place, target) = (group * 4, group * 3)
        let (one, two) = (values[Int(text[place])], values[Int(text[place + 1])])
        let (three, four) = (values[Int(text[place + 2])], values[Int(text[place + 3])])
        wrong |= one | two | three | four
        bytes[target] = one << 2 | two >> 4
        bytes[target + 1] = two << 4 | three >> 2
        bytes[target + 2] = three << 6 | four
      }
      return wrong < 64
    }
  }

  /// Reads the last two or three digits; false if any byte is not a digit, or an unused bit is set.
  private func decodeRest(_ digits: Slice<UnsafeRawBufferPointer>, into bytes: UnsafeMutableRawBufferPointer, at: Int)
    -> Bool
  {
    var (bits, count, target) = (0 as UInt32, 0, at)
    for digit in digits {
      let value = values[Int(digit)]
      guard value < 64 else { return false }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        bytes[target] = UInt8(truncatingIfNeeded: bits >> UInt32(count))
        target += 1
        bits &= 1 << UInt32(count) - 1
      }
    }
    return bits == 0
  }

  // MARK: - Writing

  /// Writes bytes as base64; only standard base64 is padded.
  package func encode(_ data: Data) -> String {
    var text: [UInt8] = []
    data.withUnsafeBytes { append($0, to: &text) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends bytes as base64.
  func append(_ bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
    text.reserveCapacity(text.count + (bytes.count + 2) / 3 * 4)
    var place = 0
    while place + 3 <= bytes.count {
      append(UInt32(bytes[place]) << 16 | UInt32(bytes[place + 1]) << 8 | UInt32(bytes[place + 2]), 4, to: &text)
      place += 3
    }
    switch bytes.count - place {
    case 1: append(UInt32(bytes[place]) << 16, 2, to: &text)
    case 2: append(UInt32(bytes[place]) << 16 | UInt32(bytes[place + 1]) << 8, 3, to: &text)
    default: break
    }
  }

  /// Appends the first `count` digits of 24 bits, then padding up to four characters.
  private func append(_ bits: UInt32, _ count: Int, to text: inout [UInt8]) {
    for digit in 0..<count { text.append(digits[Int(bits >> UInt32(18 - 6 * digit) & 63)]) }
    guard isPadded else { return }
    for _ in count..<4 { text.append(UInt8(ascii: "=")) }
  }
}
