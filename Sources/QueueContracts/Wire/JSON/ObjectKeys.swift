/// Finds keys that come twice in an object, even in two spellings.
///
/// Keys are compared in place. Their texts are copied only in two rare cases: an object has many keys, or a key has
/// escapes or is not ASCII.
struct ObjectKeys {
  /// If an object has this number of keys or more, their texts are copied.
  private static let few = 16

  /// The keys read so far of each unfinished object that has many keys, by the object's index in the tokens.
  ///
  /// Without this set, every two keys of such an object would have to be compared.
  private var texts: [Int: Set<String>] = [:]

  /// Tells whether the last token, a key, repeats an earlier key of the object.
  ///
  /// - Parameters:
  ///   - object: the object's index in `tokens`; its members follow.
  ///   - tokens: the tokens so far, which end with the key.
  ///   - bytes: the text.
  /// - Returns: true if an earlier key of the object is the same text.
  mutating func hasAlready(object: Int, tokens: [JSONToken], bytes: [UInt8]) -> Bool {
    let key = tokens[tokens.count - 1]
    guard tokens[object].count >= Self.few else {
      return Self.hasEarlierKey(in: object, tokens) { Self.isSame($0, key, in: bytes) }
    }
    if texts[object] == nil {
      var earlier: Set<String> = []
      _ = Self.hasEarlierKey(in: object, tokens) {
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

  /// Calls the closure with the object's keys, except the last, until it returns true; tells whether it did.
  private static func hasEarlierKey(
    in object: Int, _ tokens: [JSONToken], where isWanted: (JSONToken) -> Bool
  ) -> Bool {
    var key = object + 1
    while key < tokens.count - 1 {
      if isWanted(tokens[key]) { return true }
      key = Int(tokens[key + 1].next)
    }
    return false
  }

  /// Tells whether two keys are the same text.
  ///
  /// If a key has escapes or is not ASCII, texts are compared instead of bytes: for Swift and other readers of JSON,
  /// different spellings of a letter make the same key.
  private static func isSame(_ one: JSONToken, _ other: JSONToken, in bytes: [UInt8]) -> Bool {
    guard one.isPlain, other.isPlain else {
      return JSONText.repairedText(of: one, in: bytes) == JSONText.repairedText(of: other, in: bytes)
    }
    return one.end - one.start == other.end - other.start
      && bytes[one.place].elementsEqual(bytes[other.place])
  }
}
