/// A safe key in the document store, which cannot lead out of the store.
struct DocumentReference: Sendable, Equatable {
  /// The key as written in the form.
  let text: String

  /// The parts between the slashes.
  var segments: [Substring] { text.split(separator: "/", omittingEmptySubsequences: false) }

  /// Checks a key; nil if it is absolute, contains `..`, names a scheme, or cannot be a path.
  ///
  /// A path is not empty, has at most 1024 bytes, and has no control characters: a NUL, for example, would cut it short
  /// in a system call.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, first != UInt8(ascii: "/"), bytes.count <= 1024 else { return nil }
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case 0..<0x20, 0x7F: return nil
      // U+0080 to U+009F.
      case 0xC2 where index + 1 < bytes.count && bytes[index + 1] < 0xA0: return nil
      case UInt8(ascii: "."): if bytes[index...].starts(with: "..".utf8) { return nil }
      case UInt8(ascii: ":"): if bytes[index...].starts(with: "://".utf8) { return nil }
      default: continue
      }
    }
    self.text = text
  }
}
