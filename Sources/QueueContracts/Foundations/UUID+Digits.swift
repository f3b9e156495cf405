internal import Foundation

extension UUID {
  /// Reads 32 hexadecimal digits in upper or lower case, with hyphens after the 8th, 12th, 16th and 20th.
  ///
  /// Foundation's reader is not used, because it also accepts signs and blanks in place of digits.
  init?(digits text: String) {
    var (text, uuid) = (text, UUID.zero)
    let isRight = text.withUTF8 { text in
      withUnsafeMutableBytes(of: &uuid) { Self.read(text, into: $0) }
    }
    guard isRight else { return nil }
    self.init(uuid: uuid)
  }

  private static let zero: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)

  private static func read(_ text: UnsafeBufferPointer<UInt8>, into bytes: UnsafeMutableRawBufferPointer) -> Bool {
    guard text.count == 36 else { return false }
    var place = 0
    for byte in bytes.indices {
      if hasHyphen(before: byte) {
        guard text[place] == UInt8(ascii: "-") else { return false }
        place += 1
      }
      let (high, low) = (HexDigits.value(text[place]), HexDigits.value(text[place + 1]))
      guard high < 16, low < 16 else { return false }
      bytes[byte] = high << 4 | low
      place += 2
    }
    return true
  }

  /// The digits in lower case, with hyphens.
  var lowerCaseDigits: [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(36)
    withUnsafeBytes(of: uuid) { bytes in
      for byte in bytes.indices {
        if Self.hasHyphen(before: byte) { text.append(UInt8(ascii: "-")) }
        HexDigits.append(CollectionOfOne(bytes[byte]), to: &text)
      }
    }
    return text
  }

  private static func hasHyphen(before byte: Int) -> Bool { byte == 4 || byte == 6 || byte == 8 || byte == 10 }
}
