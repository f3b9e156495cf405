extension JSONGrammar {
  /// Reads a string or key from its opening quote on.
  mutating func string(_ kind: JSONToken.Kind) -> Bool {
    guard bytes[position] == UInt8(ascii: "\"") else { return false }
    position += 1
    var token = token(kind, position..<position)
    while true {
      skipPlain()
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        token.end = UInt32(position)
        if token.hasEscapes, kind == .key { rareFeatures.hasEscapedKeys = true }
        tokens.append(token)
        position += 1
        return true
      case UInt8(ascii: "\\"):
        token.hasEscapes = true
        guard escape() else { return false }
      case 0..<0x20: return false
      case 0x80...:
        token.isASCII = false
        guard scalar() else { return false }
      default: position += 1
      }
    }
  }

  /// Skips eight bytes at a time as long as all are ASCII and none is a quote, a backslash or a control character.
  private mutating func skipPlain() {
    let start = position
    position = bytes.withUnsafeBytes { bytes in
      var position = start
      let (each, high) = (0x0101_0101_0101_0101 as UInt64, 0x8080_8080_8080_8080 as UInt64)
      while position + 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
        // A byte's high bit is set in one of the four words if the byte is not ASCII, is less than a blank, or is a
        // quote or a backslash.
        let control = word &- (each &* 0x20)
        let quote = (word ^ (each &* 0x22)) &- each
        let backslash = (word ^ (each &* 0x5C)) &- each
        guard (word | control | quote | backslash) & high == 0 else { break }
        position += 8
      }
      return position
    }
  }

  private mutating func escape() -> Bool {
    position += 1
    switch bytes[position] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 1
      return true
    case UInt8(ascii: "u"):
      position += 1
      var isNUL = true
      for _ in 0..<4 {
        let value = HexDigits.value(bytes[position])
        guard value < 16 else { return false }
        if value != 0 { isNUL = false }
        position += 1
      }
      if isNUL { rareFeatures.hasNUL = true }
      return true
    default: return false
    }
  }

  /// Reads a scalar of two to four bytes, as table 3-7 of the Unicode standard allows them.
  private mutating func scalar() -> Bool {
    let lead = bytes[position]
    let (length, second): (Int, ClosedRange<UInt8>) =
      switch lead {
      case 0xC2...0xDF: (2, 0x80...0xBF)
      case 0xE0: (3, 0xA0...0xBF)
      case 0xED: (3, 0x80...0x9F)
      case 0xE1...0xEF: (3, 0x80...0xBF)
      case 0xF0: (4, 0x90...0xBF)
      case 0xF1...0xF3: (4, 0x80...0xBF)
      case 0xF4: (4, 0x80...0x8F)
      default: (0, 0x80...0xBF)
      }
    guard length > 0, second.contains(bytes[position + 1]) else { return false }
    for offset in 2..<max(2, length) where bytes[position + offset] & 0xC0 != 0x80 { return false }
    position += length
    return true
  }
}
