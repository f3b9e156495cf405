import Foundation
import QueueContracts

/// Writes JSON as `WireCodec` does, without going through an encoder: a store writes two values for each message inside of
/// its transaction, and an encoder took longer than all rows of the message together.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  /// A part that is the same each time: punctuation and keys.
  mutating func literal(_ text: StaticString) {
    unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func write(_ number: Int) { bytes.append(contentsOf: String(number).utf8) }

  mutating func write(_ id: some UUIDValue) {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: UUIDText.length) { buffer in
      unsafe UUIDText.write(id.uuid, to: buffer)
      bytes.append(quote)
      unsafe bytes.append(contentsOf: buffer)
      bytes.append(quote)
    }
  }

  mutating func write(_ text: String) {
    var text = text
    bytes.append(quote)
    text.withUTF8 { utf8 in
      // Most texts have nothing to escape, and are copied whole.
      if unsafe utf8.allSatisfy({ $0 >= 0x20 && $0 != quote && $0 != backslash }) {
        unsafe bytes.append(contentsOf: utf8)
      } else {
        for unsafebyte in unsafe utf8 { writeEscaped(byte) }
      }
    }
    bytes.append(quote)
  }

  /// Null for nil.
  mutating func write(_ text: String?) {
    guard let text else { return literal("null") }
    write(text)
  }

  /// Writes a time as its contract has it, in Kazakhstan.
  mutating func write(_ time: Timestamp) {
    let (day, millisecond) = (time.day, Int((time.milliseconds + 5 * 3_600_000) % 86_400_000))
    guard (0...9999).contains(day.year), millisecond >= 0 else { return write(time.description) }
    bytes.append(quote)
    write(digits: day.year, from: 1000, then: "-")
    write(digits: day.month, from: 10, then: "-")
    write(digits: day.day, from: 10, then: "T")
    write(digits: millisecond / 3_600_000, from: 10, then: ":")
    write(digits: millisecond / 60_000 % 60, from: 10, then: ":")
    write(digits: millisecond / 1000 % 60, from: 10, then: nil)
    if millisecond % 1000 != 0 {
      literal(".")
      write(digits: millisecond % 1000, from: 100, then: nil)
    }
    literal("+05:00\"")
  }

  /// Null for nil.
  mutating func write(_ time: Timestamp?) {
    guard let time else { return literal("null") }
    write(time)
  }

  /// Writes bytes in base 64.
  mutating func write(_ data: Data) {
    bytes.append(quote)
    unsafe data.withUnsafeBytes { unsafe Self.appendBase64($0, to: &bytes) }
    bytes.append(quote)
  }
}

// MARK: - Digits

extension JSONWriter {
  /// - Parameter greatest: the power of ten that the first digit counts.
  private mutating func write(digits number: Int, from greatest: Int, then end: Unicode.Scalar?) {
    var power = greatest
    while power > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(number / power % 10))
      power /= 10
    }
    if let end { bytes.append(UInt8(ascii: end)) }
  }

  private mutating func writeEscaped(_ byte: UInt8) {
    switch byte {
    case quote: literal("\\\"")
    case backslash: literal("\\\\")
    case 0x08: literal("\\b")
    case 0x09: literal("\\t")
    case 0x0A: literal("\\n")
    case 0x0C: literal("\\f")
    case 0x0D: literal("\\r")
    case 0..<0x20:
      literal("\\u00")
      bytes.append(hexDigit(byte >> 4))
      bytes.append(hexDigit(byte & 15))
    default: bytes.append(byte)
    }
  }

  private static func appendBase64(_ data: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
    let length = (data.count + 2) / 3 * 4
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(UInt8(ascii: "="), count: length))
    unsafe bytes.withUnsafeMutableBufferPointer { text in
      let digits = base64Digits
      var (place, rest) = (start, 0)
      while rest + 2 < data.count {
        let group = unsafe UInt32(data[rest]) << 16 | UInt32(data[rest + 1]) << 8 | UInt32(data[rest + 2])
        for digit in 0..<4 { unsafe text[place + digit] = digits[Int(group >> UInt32(18 - 6 * digit) & 63)] }
        (place, rest) = (place + 4, rest + 3)
      }
      guard rest < data.count else { return }
      let isPair = rest + 1 < data.count
      let group = unsafe UInt32(data[rest]) << 16 | (isPair ? UInt32(data[rest + 1]) << 8 : 0)
      for digit in 0..<(isPair ? 3 : 2) {
        unsafe text[place + digit] = digits[Int(group >> UInt32(18 - 6 * digit) & 63)]
      }
    }
  }
}

private let quote = UInt8(ascii: "\"")
private let backslash = UInt8(ascii: "\\")
private let base64Digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

private func hexDigit(_ number: UInt8) -> UInt8 {
  number < 10 ? UInt8(ascii: "0") + number : UInt8(ascii: "a") - 10 + number
}
