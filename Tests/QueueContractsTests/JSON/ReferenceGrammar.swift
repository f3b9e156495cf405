import Foundation

@testable import QueueContracts

/// A simple and slow JSON grammar; the tests compare its findings with those of the contract's JSON reader.
struct ReferenceGrammar {
  /// The result of judging bytes.
  enum Finding {
    case unambiguous
    /// JSON in which an object has a key twice, with the path of the second key.
    case duplicateKey([any CodingKey])
    case notJSON
  }

  /// Judges whether the bytes are one JSON value, with or without a byte order mark, and nothing else.
  static func judge(_ text: Data) -> Finding {
    guard String(validating: text, as: UTF8.self) != nil else { return .notJSON }
    var grammar = ReferenceGrammar(bytes: Array(text))
    guard grammar.document() else { return .notJSON }
    return grammar.duplicate.map { .duplicateKey($0) } ?? .unambiguous
  }

  private let bytes: [UInt8]
  private var position = 0
  /// The open objects and lists; they are kept here, because deep nesting would overflow the stack of a recursion.
  private var containers: [Container] = []
  private var keys = ReferenceKeys()
  /// The path of the first key that came twice.
  private var duplicate: [any CodingKey]?

  /// An object or list that is open.
  private struct Container {
    let closer: UInt8
    /// The number of the element that is being read; only for a list.
    var element = 0
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func document() -> Bool {
    _ = take("\u{FEFF}")
    repeat {
      guard valueOrOpening() else { return false }
    } while !containers.isEmpty
    skipBlanks()
    return position == bytes.count
  }

  /// Reads an opening bracket, or a scalar with the closing brackets and the comma after it.
  private mutating func valueOrOpening() -> Bool {
    skipBlanks()
    // The first byte decides which kind of value is read. If all kinds were tried in turn, a failed attempt would leave
    // `position` in the middle of the value.
    switch peek {
    case UInt8(ascii: "{"):
      open(until: "}")
      return takeCloser() ? next() : name()
    case UInt8(ascii: "["):
      open(until: "]")
      return takeCloser() ? next() : true
    case UInt8(ascii: "\""): return string() && next()
    case UInt8(ascii: "t"): return take("true") && next()
    case UInt8(ascii: "f"): return take("false") && next()
    case UInt8(ascii: "n"): return take("null") && next()
    default: return number() && next()
    }
  }

  private mutating func open(until closer: Unicode.Scalar) {
    position += 1
    containers.append(Container(closer: UInt8(ascii: closer)))
    if closer == "}" { keys.open() }
  }

  /// Ends a value: reads the closing brackets after it, then the comma and, in an object, the next key.
  private mutating func next() -> Bool {
    while takeCloser() {}
    guard let closer = containers.last?.closer else { return true }
    guard take(",") else { return false }
    guard closer == UInt8(ascii: "]") else { return name() }
    containers[containers.count - 1].element += 1
    return true
  }

  private mutating func takeCloser() -> Bool {
    skipBlanks()
    guard let closer = containers.last?.closer, peek == closer else { return false }
    containers.removeLast()
    if closer == UInt8(ascii: "}") { keys.close() }
    position += 1
    return true
  }

  private mutating func name() -> Bool {
    skipBlanks()
    let start = position + 1
    guard string() else { return false }
    if keys.isDuplicate(start..<position - 1, in: bytes), duplicate == nil { duplicate = path }
    skipBlanks()
    return take(":")
  }

  /// The path of the key that was read last.
  private var path: [any CodingKey] {
    var names = keys.path(in: bytes).makeIterator()
    return containers.map { container in
      container.closer == UInt8(ascii: "]") ? container.element.codingKey : (names.next() ?? "").codingKey
    }
  }

  private mutating func string() -> Bool {
    guard take("\"") else { return false }
    while let byte = peek, byte >= 0x20 {
      position += 1
      if byte == UInt8(ascii: "\"") { return true }
      if byte == UInt8(ascii: "\\"), !escape() { return false }
    }
    return false
  }

  private mutating func escape() -> Bool {
    guard let byte = peek else { return false }
    position += 1
    guard byte == UInt8(ascii: "u") else { return "\"\\/bfnrt".utf8.contains(byte) }
    let digits = bytes[position...].prefix(4)
    position += digits.count
    return digits.count == 4 && digits.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
  }

  private mutating func number() -> Bool {
    _ = take("-")
    guard take("0") || digits() else { return false }
    if take("."), !digits() { return false }
    if take("e") || take("E") {
      _ = take("+") || take("-")
      return digits()
    }
    return true
  }

  private mutating func digits() -> Bool {
    let start = position
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    return position > start
  }

  private mutating func skipBlanks() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ token: StaticString) -> Bool {
    let length = token.utf8CodeUnitCount
    guard position + length <= bytes.count,
      (0..<length).allSatisfy({ bytes[position + $0] == token.utf8Start[$0] })
    else { return false }
    position += length
    return true
  }
}
