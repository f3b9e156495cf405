internal import Foundation

/// Reads and writes hexadecimal digits by table.
enum HexDigits {
  private static let lower = Array("0123456789abcdef".utf8)
  /// The value of a digit in upper or lower case; 255 for any other byte.
  private static let values = (UInt8.min...UInt8.max).map { byte in
    Character(Unicode.Scalar(byte)).isASCII ? UInt8(Character(Unicode.Scalar(byte)).hexDigitValue ?? 255) : 255
  }

  /// Appends bytes as lower-case digits.
  static func append(_ bytes: some Sequence<UInt8>, to text: inout [UInt8]) {
    let lower = lower
    for byte in bytes {
      text.append(lower[Int(byte >> 4)])
      text.append(lower[Int(byte & 15)])
    }
  }

  /// The value of a digit in upper or lower case; more than 15 for any other byte.
  static func value(_ digit: UInt8) -> UInt8 { values[Int(digit)] }

  /// The number that four digits stand for.
  static func number(at position: Int, in bytes: [UInt8]) -> UInt16 {
    bytes[position..<position + 4].reduce(0) { $0 << 4 | UInt16(value($1) & 15) }
  }
}

extension Sequence<UInt8> {
  /// The bytes, for example of a digest, in lower-case hexadecimal digits.
  package var hexDigits: String {
    var text: [UInt8] = []
    text.reserveCapacity(2 * underestimatedCount)
    HexDigits.append(self, to: &text)
    return String(decoding: text, as: UTF8.self)
  }
}
