/// A JSON text with the flat list of its values, called the tape (see ``JSONToken``).
///
/// It keeps the bytes that were parsed, so that a later reading sees the same bytes.
final class JSONDocument: Sendable {
  /// The greatest depth of nested objects and lists that is read.
  static let deepest = 512

  /// The text, and one byte after it that no rule of JSON accepts, so that reading stops there.
  let bytes: [UInt8]
  let tokens: [JSONToken]
  let rareFeatures: RareFeatures

  /// Rare features of a text that make a closer look necessary.
  struct RareFeatures {
    /// True if more than ``JSONDocument/deepest`` objects and lists are nested.
    var isTooDeep = false
    /// True if a key has a backslash.
    var hasEscapedKeys = false
    /// True if a string has the character U+0000.
    var hasNUL = false
  }

  init(bytes: [UInt8], tokens: [JSONToken], rareFeatures: RareFeatures) {
    self.bytes = bytes
    self.tokens = tokens
    self.rareFeatures = rareFeatures
  }

  /// Reads the whole text as a value.
  func value<Value: Decodable>(_ type: Value.Type) throws -> Value {
    guard !rareFeatures.isTooDeep else { throw DecodingError.unreadable }
    return try value(type, at: 0)
  }

  /// The path of a value, from the text's root.
  ///
  /// The path is worked out only after an error, so a text without errors costs nothing.
  func path(to place: Int) -> [any CodingKey] { path(to: place) { $0 } }

  /// The path of a key that came twice, with `?` for each key that does not look like a field's name.
  func path(toDuplicate key: Int) -> [any CodingKey] {
    path(to: key) { $0.isNameOfAField ? $0 : "?" }
  }

  private func path(to place: Int, _ name: (String) -> String) -> [any CodingKey] {
    var path: [any CodingKey] = []
    var container = 0
    while container < place {
      var child = container + 1
      if tokens[container].kind == .object {
        while tokens[child + 1].next <= place { child = Int(tokens[child + 1].next) }
        path.append(name(JSONText.repairedText(of: tokens[child], in: bytes)).codingKey)
        if child == place { break }
        container = child + 1
      } else {
        var element = 0
        while tokens[child].next <= place {
          child = Int(tokens[child].next)
          element += 1
        }
        path.append(element.codingKey)
        container = child
      }
    }
    return path
  }
}

extension String {
  /// True if the key looks like a field's name; any other key may be personal data.
  fileprivate var isNameOfAField: Bool {
    (1...40).contains(utf8.count) && utf8.first.map(Self.isLetter) == true
      && utf8.allSatisfy { Self.isLetter($0) || Self.isDigit($0) } && utf8.count(where: Self.isDigit) <= 3
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
