import Foundation

/// Reads of a file's content that never reach outside of it: what is cut off reads as nil.
struct Bytes: Sendable {
  private let data: Data

  init(_ data: Data) { self.data = data }

  var count: Int { data.count }

  /// - Parameter offset: 0 or more.
  subscript(offset: Int) -> UInt8? { offset < data.count ? data[data.startIndex + offset] : nil }

  /// The big-endian number of `width` bytes, 1 to 4, at the offset.
  func number(at offset: Int, width: Int) -> Int? {
    guard offset <= data.count - width else { return nil }
    return (offset..<offset + width).reduce(0) { $0 << 8 | Int(data[data.startIndex + $1]) }
  }

  func has(_ pattern: [UInt8], at offset: Int) -> Bool {
    guard offset >= 0, offset <= data.count - pattern.count else { return false }
    return data.withUnsafeBytes { pattern.elementsEqual($0[offset..<offset + pattern.count]) }
  }

  /// True where the last `width` bytes contain the pattern.
  func tail(_ width: Int, contains pattern: [UInt8]) -> Bool {
    data.withUnsafeBytes { bytes in
      let tail = bytes.suffix(width)
      // From the end, where it stands in most files.
      return stride(from: tail.endIndex - pattern.count, through: tail.startIndex, by: -1).contains { start in
        tail[start] == pattern.first && pattern.elementsEqual(tail[start..<start + pattern.count])
      }
    }
  }
}
