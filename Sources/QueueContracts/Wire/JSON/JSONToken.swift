/// A value or key of a JSON text: its place in the text, and the place of the next value on the tape.
///
/// The tape lists the values in the order of the text. The members of an object follow the object, each key before its
/// value.
struct JSONToken {
  enum Kind: UInt8 {
    case object, array, key, string, number, yes, no, null
  }

  let kind: Kind
  /// True if a key or string has a backslash.
  var hasEscapes = false
  /// True if a key or string has ASCII bytes only.
  var isASCII = true
  /// The place of the first byte in the text; for a key or string, of the byte after the opening quote.
  var start: UInt32
  /// The place after the last byte in the text; for an object or list, the number of members or elements instead.
  var end: UInt32
  /// The place on the tape after this value and all that is in it.
  var next: UInt32

  /// The places of the bytes of a key, string or number.
  var place: Range<Int> { Int(start)..<Int(end) }
  /// The number of members or elements of an object or list.
  var count: Int { Int(end) }
  /// True if a key or string is ASCII without escapes, so equal texts are equal bytes.
  var isPlain: Bool { isASCII && !hasEscapes }
}
