/// A JSON value with its line in the file, for messages to the file's author.
///
/// An error of Foundation's decoder has the key but not the line. If an object has a key twice, the decoder silently
/// takes the first value.
struct LocatedJSON: Sendable {
  indirect enum Content: Sendable {
    case object([Member])
    case list([LocatedJSON])
    case text(String)
    /// A number, `true`, `false` or `null`, as written.
    case word(String)
  }

  struct Member: Sendable {
    let key: String
    let value: LocatedJSON
  }

  /// The line on which the value begins, from 1.
  let line: Int
  let content: Content
}

extension LocatedJSON {
  /// Reads a JSON text.
  ///
  /// - Throws: ``RulesFileProblem`` without a key, at the line where the text stops being JSON.
  init(_ bytes: some Sequence<UInt8>) throws(RulesFileProblem) {
    guard let text = String(validating: Array(bytes), as: UTF8.self) else {
      throw RulesFileProblem(line: 1, key: "", problem: "expected JSON in UTF-8")
    }
    var reader = LocatedJSONReader(text: Array(text.unicodeScalars))
    self = try reader.document()
  }
}

private struct LocatedJSONReader {
  let text: [Unicode.Scalar]
  private var position = 0
  private var line = 1
  private var depth = 0

  /// The greatest depth of nesting that is read: more than a rules file needs, and safe for the stack.
  private static let deepest = 32

  init(text: [Unicode.Scalar]) { self.text = text }

  mutating func document() throws(RulesFileProblem) -> LocatedJSON {
    _ = take("\u{FEFF}")
    let value = try value()
    skipBlanks()
    guard position == text.count else { throw problem("expected nothing after the value") }
    return value
  }

  private mutating func value() throws(RulesFileProblem) -> LocatedJSON {
    skipBlanks()
    let start = line
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw problem("nested too deeply") }
    if take("{") { return LocatedJSON(line: start, content: .object(try members())) }
    if take("[") { return LocatedJSON(line: start, content: .list(try elements())) }
    if take("\"") { return LocatedJSON(line: start, content: .text(try string())) }
    return LocatedJSON(line: start, content: .word(try word()))
  }

  private mutating func members() throws(RulesFileProblem) -> [LocatedJSON.Member] {
    var members: [LocatedJSON.Member] = []
    skipBlanks()
    if take("}") { return members }
    repeat {
      skipBlanks()
      guard take("\"") else { throw problem("expected a key in quotation marks") }
      let key = try string()
      skipBlanks()
      guard take(":") else { throw problem("expected a colon after \"\(key)\"") }
      members.append(.init(key: key, value: try value()))
      skipBlanks()
    } while take(",")
    guard take("}") else { throw problem("expected a comma or }") }
    return members
  }

  private mutating func elements() throws(RulesFileProblem) -> [LocatedJSON] {
    var elements: [LocatedJSON] = []
    skipBlanks()
    if take("]") { return elements }
    repeat {
      elements.append(try value())
      skipBlanks()
    } while take(",")
    guard take("]") else { throw problem("expected a comma or ]") }
    return elements
  }

  private mutating func string() throws(RulesFileProblem) -> String {
    var units: [UInt16] = []
    while let scalar = peek, scalar.value >= 0x20 {
      position += 1
      if scalar == "\"" { return String(decoding: units, as: UTF16.self) }
      if scalar == "\\" { units.append(try escape()) } else { units += Array(String(scalar).utf16) }
    }
    throw problem("expected the closing quotation mark of a string")
  }

  private mutating func escape() throws(RulesFileProblem) -> UInt16 {
    let plain: [Unicode.Scalar: UInt16] = [
      "\"": 0x22, "\\": 0x5C, "/": 0x2F, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9,
    ]
    guard let scalar = peek else { throw problem("expected something after \\") }
    position += 1
    if let unit = plain[scalar] { return unit }
    let digits = text[position...].prefix(4)
    position += digits.count
    guard scalar == "u", digits.count == 4, digits.allSatisfy({ Character($0).isHexDigit }),
      let unit = UInt16(String(String.UnicodeScalarView(digits)), radix: 16)
    else { throw problem("expected an escape of JSON after \\") }
    return unit
  }

  /// Reads a number, `true`, `false` or `null`.
  private mutating func word() throws(RulesFileProblem) -> String {
    var word = ""
    while let scalar = peek, scalar.properties.isAlphabetic || "+-.0123456789".unicodeScalars.contains(scalar) {
      word.unicodeScalars.append(scalar)
      position += 1
    }
    let isNumber = word.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil
    guard isNumber || ["true", "false", "null"].contains(word) else { throw problem("expected a JSON value") }
    return word
  }

  private mutating func skipBlanks() {
    while let scalar = peek, [" ", "\t", "\r", "\n"].contains(scalar) {
      if scalar == "\n" { line += 1 }
      position += 1
    }
  }

  private var peek: Unicode.Scalar? { position < text.count ? text[position] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    position += 1
    return true
  }

  private func problem(_ words: String) -> RulesFileProblem { RulesFileProblem(line: line, key: "", problem: words) }
}
