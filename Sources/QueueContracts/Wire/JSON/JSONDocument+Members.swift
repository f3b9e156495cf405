// The members of an object.
extension JSONDocument {
  /// The index of a member's value among the tokens; nil if the object has no member of that name.
  func member(_ name: String, of object: Int) -> Int? {
    var name = name
    let (found, isPlain) = name.withUTF8 { name in plainMember(name, of: object) }
    return found ?? (isPlain ? nil : spelledMember(name, of: object))
  }

  /// Looks for a member by the bytes of its key.
  ///
  /// - Returns: the index of the value among the tokens, or nil if no key has these bytes. `isPlain` is false
  ///   if the keys have to be compared as text, because a key is not plain (``JSONToken/isPlain``) or the name is not.
  private func plainMember(_ name: UnsafeBufferPointer<UInt8>, of object: Int) -> (found: Int?, isPlain: Bool) {
    var isPlain = true
    var key = object + 1
    for _ in 0..<tokens[object].count {
      let token = tokens[key]
      if !token.isPlain {
        isPlain = false
      } else if token.place.count == name.count, isAt(Int(token.start), name) {
        return (key + 1, true)
      }
      key = Int(tokens[key + 1].next)
    }
    return (nil, isPlain && name.allSatisfy { $0 < 0x80 })
  }

  private func isAt(_ start: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    for offset in name.indices where bytes[start + offset] != name[offset] { return false }
    return true
  }

  /// Looks for a member by its key's text, so that a key with escapes matches.
  private func spelledMember(_ name: String, of object: Int) -> Int? {
    keys(of: object).first { JSONText.text(of: tokens[$0], in: bytes) == name }.map { $0 + 1 }
  }

  /// The indices of an object's keys among the tokens, in the order of the text.
  func keys(of object: Int) -> [Int] {
    var key = object + 1
    return (0..<tokens[object].count).map { _ in
      defer { key = Int(tokens[key + 1].next) }
      return key
    }
  }
}
