/// The keys of the JSON objects that are being read.
///
/// They show whether an object has a key twice, even if only one of the two is written with escapes.
///
/// Keys are compared in place. Their texts are copied only in two rare cases: an object has many keys, or a key has
/// escapes or is not ASCII.
struct ReferenceKeys {
  private struct Key {
    let place: Range<Int>
    /// True if the key is ASCII without an escape, so its bytes can be compared in place of its text.
    let isPlain: Bool
  }

  private struct Object {
    /// The index of the object's first key in ``keys``.
    let firstKey: Int
    /// The keys as texts if there are many, because comparing every two keys would take too long.
    var texts: Set<String>?
  }

  private static let few = 16

  private var keys: [Key] = []
  private var objects: [Object] = []

  mutating func open() { objects.append(Object(firstKey: keys.count)) }

  mutating func close() {
    guard let object = objects.popLast() else { return }
    keys.removeLast(keys.count - object.firstKey)
  }

  /// Adds a key to the object that was opened last.
  ///
  /// - Parameters:
  ///   - place: the place of the key, between its quotes.
  ///   - bytes: the whole text.
  /// - Returns: true if the object has the key already.
  mutating func isDuplicate(_ place: Range<Int>, in bytes: [UInt8]) -> Bool {
    guard let object = objects.indices.last else { return false }
    let key = Key(place: place, isPlain: bytes[place].allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "\\") })
    defer { keys.append(key) }
    let earlier = keys[objects[object].firstKey...]
    guard earlier.count >= Self.few else { return earlier.contains { isSame($0, key, in: bytes) } }
    if objects[object].texts == nil { objects[object].texts = Set(earlier.map { Self.text($0, in: bytes) }) }
    return objects[object].texts?.insert(Self.text(key, in: bytes)).inserted == false
  }

  /// The path to the last key: the last key of each open object, or `?` if the key does not look like a field's name.
  func path(in bytes: [UInt8]) -> [String] {
    let ends = objects.dropFirst().map(\.firstKey) + [keys.count]
    return ends.map { end in
      guard let key = keys[..<end].last else { return "" }
      let text = Self.text(key, in: bytes)
      return Self.isName(text) ? text : "?"
    }
  }

  private func isSame(_ one: Key, _ other: Key, in bytes: [UInt8]) -> Bool {
    guard one.isPlain, other.isPlain else { return Self.text(one, in: bytes) == Self.text(other, in: bytes) }
    return one.place.count == other.place.count && bytes[one.place].elementsEqual(bytes[other.place])
  }

  /// The key without its escapes.
  ///
  /// Texts are compared instead of bytes, because Foundation takes two keys for equal if they have the same Unicode
  /// normal form.
  private static func text(_ key: Key, in bytes: [UInt8]) -> String {
    let written = String(decoding: bytes[key.place], as: UTF8.self)
    return key.isPlain ? written : unescaped(written)
  }

  private static func unescaped(_ written: String) -> String {
    var units: [UInt16] = []
    var rest = written.utf16[...]
    while let unit = rest.popFirst() {
      guard unit == 0x5C, let escape = rest.popFirst() else {
        units.append(unit)
        continue
      }
      switch Unicode.Scalar(escape) {
      case "b": units.append(0x08)
      case "f": units.append(0x0C)
      case "n": units.append(0x0A)
      case "r": units.append(0x0D)
      case "t": units.append(0x09)
      case "u":
        units.append(UInt16(String(rest.prefix(4)) ?? "", radix: 16) ?? 0)
        rest = rest.dropFirst(4)
      default: units.append(escape)
      }
    }
    return String(decoding: units, as: UTF16.self)
  }

  /// True if the key looks like a field's name; any other key may be personal data.
  private static func isName(_ text: String) -> Bool {
    (1...40).contains(text.utf8.count) && text.utf8.first.map(isLetter) == true
      && text.utf8.allSatisfy { isLetter($0) || isDigit($0) } && text.utf8.count(where: isDigit) <= 3
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
