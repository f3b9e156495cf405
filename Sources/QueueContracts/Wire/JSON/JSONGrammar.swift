internal import Foundation

/// Judges whether bytes are JSON (RFC 8259) in UTF-8 in which no object has a key twice.
///
/// In the same pass over the bytes it notes where each value begins and ends.
///
/// Foundation's decoder is less strict. It accepts UTF-16 and commas before a closing bracket, skips invalid UTF-8 and
/// broken numbers in fields that nobody asks for, and reports a syntax error in the same way as a wrong value. If a key
/// comes twice, it takes the first value, while most other readers take the last. So two systems could judge the same
/// bytes differently.
struct JSONGrammar {
  /// The result of judging bytes.
  enum Finding {
    /// JSON in which each object has each key once.
    case unambiguous(JSONDocument)
    /// JSON in which an object has a key twice, with the path of the second key.
    case duplicateKey([any CodingKey])
    /// Anything else.
    case notJSON
  }

  /// Judges whether bytes are one JSON value and nothing else; a leading byte order mark is accepted.
  static func judge(_ text: Data) -> Finding {
    guard text.count < UInt32.max else { return .notJSON }
    return text.withUnsafeBytes { judge($0) }
  }

  /// Judges whether a text's UTF-8 is one JSON value and nothing else.
  static func judge(_ text: UnsafeRawBufferPointer) -> Finding {
    var grammar = JSONGrammar(text)
    guard grammar.document() else { return .notJSON }
    let document = JSONDocument(bytes: grammar.bytes, tokens: grammar.tokens, rareFeatures: grammar.rareFeatures)
    return grammar.duplicate.map { .duplicateKey(document.path(toDuplicate: $0)) } ?? .unambiguous(document)
  }

  /// The text, and one byte after it that no rule accepts, so that no step has to check for the end of the text.
  let bytes: [UInt8]
  var position = 0
  var tokens: [JSONToken] = []
  /// The indices in ``tokens`` of the objects and lists that are open.
  ///
  /// This list replaces recursion, so that no depth of nesting overflows the stack.
  private var open: [Int] = []
  private var keys = ObjectKeys()
  /// The index in ``tokens`` of the first key that came twice.
  private var duplicate: Int?
  var rareFeatures = JSONDocument.RareFeatures()

  private init(_ text: UnsafeRawBufferPointer) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count + 1)
    bytes.append(contentsOf: text)
    bytes.append(0)
    self.bytes = bytes
    // An application form has about one value per 25 bytes.
    tokens.reserveCapacity(16 + text.count / 16)
  }

  private mutating func document() -> Bool {
    _ = take("\u{FEFF}")
    repeat {
      guard valueOrOpening() else { return false }
    } while !open.isEmpty
    skipBlanks()
    return position == bytes.count - 1
  }

  /// Reads an opening bracket, or a scalar with the closing brackets and the comma after it.
  private mutating func valueOrOpening() -> Bool {
    skipBlanks()
    // The first byte decides which kind of value is read. Trying one kind after another would be wrong, because a
    // failed try may have moved `position`.
    switch bytes[position] {
    case UInt8(ascii: "{"):
      open(.object)
      return takeCloser() ? next() : name()
    case UInt8(ascii: "["):
      open(.array)
      return takeCloser() ? next() : true
    case UInt8(ascii: "\""): return string(.string) && next()
    case UInt8(ascii: "t"): return word("true", .yes) && next()
    case UInt8(ascii: "f"): return word("false", .no) && next()
    case UInt8(ascii: "n"): return word("null", .null) && next()
    default: return number() && next()
    }
  }

  private mutating func open(_ kind: JSONToken.Kind) {
    open.append(tokens.count)
    if open.count > JSONDocument.deepest { rareFeatures.isTooDeep = true }
    tokens.append(JSONToken(kind: kind, start: UInt32(position), end: 0, next: 0))
    position += 1
  }

  /// Ends a value: reads the closing brackets after it, then the comma and, in an object, the next key.
  private mutating func next() -> Bool {
    if let container = open.last { tokens[container].end += 1 }
    while takeCloser() {
      if let container = open.last { tokens[container].end += 1 }
    }
    guard let container = open.last else { return true }
    guard bytes[position] == UInt8(ascii: ",") else { return false }
    position += 1
    return tokens[container].kind == .array || name()
  }

  private mutating func takeCloser() -> Bool {
    skipBlanks()
    guard let container = open.last else { return false }
    let isObject = tokens[container].kind == .object
    guard bytes[position] == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { return false }
    open.removeLast()
    if isObject { keys.close(object: container) }
    tokens[container].next = UInt32(tokens.count)
    position += 1
    return true
  }

  private mutating func name() -> Bool {
    skipBlanks()
    guard string(.key), let object = open.last else { return false }
    if keys.hasAlready(object: object, tokens: tokens, bytes: bytes), duplicate == nil {
      duplicate = tokens.count - 1
    }
    skipBlanks()
    guard bytes[position] == UInt8(ascii: ":") else { return false }
    position += 1
    return true
  }

  private mutating func word(_ word: StaticString, _ kind: JSONToken.Kind) -> Bool {
    let start = position
    guard take(word) else { return false }
    append(kind, start..<position)
    return true
  }

  private mutating func number() -> Bool {
    let start = position
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    if bytes[position] == UInt8(ascii: "0") { position += 1 } else if !digits() { return false }
    if bytes[position] == UInt8(ascii: ".") {
      position += 1
      guard digits() else { return false }
    }
    // E or e.
    if bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") { position += 1 }
      guard digits() else { return false }
    }
    append(.number, start..<position)
    return true
  }

  private mutating func digits() -> Bool {
    let start = position
    while bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
    return position > start
  }

  func token(_ kind: JSONToken.Kind, _ place: Range<Int>) -> JSONToken {
    JSONToken(
      kind: kind, start: UInt32(place.lowerBound), end: UInt32(place.upperBound), next: UInt32(tokens.count + 1))
  }

  private mutating func append(_ kind: JSONToken.Kind, _ place: Range<Int>) { tokens.append(token(kind, place)) }

  private mutating func skipBlanks() {
    while true {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  private mutating func take(_ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard position + length < bytes.count,
      word.withUTF8Buffer({ $0.elementsEqual(bytes[position..<position + length]) })
    else { return false }
    position += length
    return true
  }
}
