/// A value of a JSON text, or the key of one: where it stands in the text, and where its neighbours are on the tape.
///
/// The tape lists the values in the order of the text. The members of an object follow it, each key before its value.
struct JSONToken {
  enum Kind: UInt8 {
    case object, array, key, string, number, yes, no, null
  }

  let kind: Kind
  /// Of a key or string: whether something in it is written with a backslash.
  var hasEscapes = false
  /// Of a key or string: whether every byte of it is ASCII.
  var isASCII = true
  /// The first byte; of a key or string the one after its quote.
  var start: UInt32
  /// The byte after the last one; of an object or list the number of its members or elements.
  var end: UInt32
  /// The place on the tape after this value and all that is in it.
  var next: UInt32

  /// The bytes of a key, string or number.
  var place: Range<Int> { Int(start)..<Int(end) }
  /// How many members or elements an object or list has.
  var count: Int { Int(end) }
  /// Equal plain keys are equal bytes.
  var isPlain: Bool { isASCII && !hasEscapes }
}
