/// Finds a key that an object has already, however it is spelt.
///
/// Keys are places in the text: nothing is copied of an object with few keys that are written plainly, which almost
/// every object is.
struct ObjectKeys {
  private static let few = 16

  /// The keys as texts of each open object that has many, by its place on the tape: comparing each with each would be
  /// work without end.
  private var texts: [Int: Set<String>] = [:]

  /// Whether the object has the key that was appended to the tape last.
  ///
  /// - Parameter object: its place on the tape; its members follow.
  mutating func hasAlready(object: Int, tokens: [JSONToken], bytes: [UInt8]) -> Bool {
    let key = tokens[tokens.count - 1]
    guard tokens[object].count >= Self.few else {
      return Self.earlier(in: object, tokens) { Self.isSame($0, key, in: bytes) }
    }
    if texts[object] == nil {
      var earlier: Set<String> = []
      _ = Self.earlier(in: object, tokens) {
        earlier.insert(JSONText.repairedText(of: $0, in: bytes))
        return false
      }
      texts[object] = earlier
    }
    return texts[object]?.insert(JSONText.repairedText(of: key, in: bytes)).inserted == false
  }

  mutating func close(object: Int) {
    if !texts.isEmpty { texts[object] = nil }
  }

  /// Whether a key before the last one is what is looked for.
  private static func earlier(in object: Int, _ tokens: [JSONToken], _ isFound: (JSONToken) -> Bool) -> Bool {
    var key = object + 1
    while key < tokens.count - 1 {
      if isFound(tokens[key]) { return true }
      key = Int(tokens[key + 1].next)
    }
    return false
  }

  /// Texts, not bytes, are compared of what is not plain: Swift takes different spellings of one letter for the same key,
  /// as other readers of JSON do.
  private static func isSame(_ one: JSONToken, _ other: JSONToken, in bytes: [UInt8]) -> Bool {
    guard one.isPlain, other.isPlain else {
      return JSONText.repairedText(of: one, in: bytes) == JSONText.repairedText(of: other, in: bytes)
    }
    return one.end - one.start == other.end - other.start
      && bytes[one.place].elementsEqual(bytes[other.place])
  }
}
