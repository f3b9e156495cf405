import Foundation

/// A file's content; a read out of its bounds gives nil.
struct Bytes: Sendable {
  private let data: Data

  init(_ data: Data) { self.data = data }

  var count: Int { data.count }

  /// The byte at an offset of 0 or more; nil past the end.
  subscript(offset: Int) -> UInt8? { offset < data.count ? data[data.startIndex + offset] : nil }

  /// The big-endian number of `width` bytes, 1 to 4, at the offset; nil past the end.
  func number(at offset: Int, width: Int) -> Int? {
    guard offset <= data.count - width else { return nil }
    return (offset..<offset + width).reduce(0) { $0 << 8 | Int(data[data.startIndex + $1]) }
  }

  func has(_ pattern: [UInt8], at offset: Int) -> Bool {
    guard offset >= 0, offset <= data.count - pattern.count else { return false }
    return data.withUnsafeBytes { pattern.elementsEqual($0[offset..<offset + pattern.count]) }
  }

  /// True if the last `width` bytes contain the pattern.
  func tail(_ width: Int, contains pattern: [UInt8]) -> Bool {
    data.withUnsafeBytes { bytes in
      let tail = bytes.suffix(width)
      // The search goes from the end, because most files have the pattern there.
      return stride(from: tail.endIndex - pattern.count, through: tail.startIndex, by: -1).contains { start in
        tail[start] == pattern.first && pattern.elementsEqual(tail[start..<start + pattern.count])
      }
    }
  }
}
