/// The unkeyed decoding container of a list in a ``JSONDocument``.
struct JSONList: UnkeyedDecodingContainer {
  let document: JSONDocument
  private let place: Int
  /// The place of the next element among the document's values (``JSONToken``).
  private var next: Int
  private(set) var currentIndex = 0

  init(document: JSONDocument, place: Int) {
    self.document = document
    self.place = place
    next = place + 1
  }

  var codingPath: [any CodingKey] { document.path(to: place) }
  var count: Int? { document.tokens[place].count }
  var isAtEnd: Bool { currentIndex >= document.tokens[place].count }

  /// Reads the next element; moves on to the element after it if reading succeeds.
  private mutating func element<Value>(_ read: (Int) throws -> Value) throws -> Value {
    guard !isAtEnd else {
      let path = codingPath + [currentIndex.codingKey]
      throw DecodingError.valueNotFound(
        Value.self, DecodingError.Context(codingPath: path, debugDescription: "expected another element"))
    }
    let value = try read(next)
    skip()
    return value
  }

  private mutating func skip() {
    next = Int(document.tokens[next].next)
    currentIndex += 1
  }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd else { return try element { _ in false } }
    let isNull = document.isNull(at: next)
    if isNull { skip() }
    return isNull
  }

  mutating func decode(_: Bool.Type) throws -> Bool { try element(document.bool) }
  mutating func decode(_: String.Type) throws -> String { try element(document.string) }
  mutating func decode(_: Double.Type) throws -> Double { try element(document.double) }
  mutating func decode(_: Float.Type) throws -> Float { try element(document.float) }
  mutating func decode(_ type: Int.Type) throws -> Int { try integer(type) }
  mutating func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
  mutating func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
  mutating func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
  mutating func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
  mutating func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
  mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
  mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
  mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
  mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

  private mutating func integer<Number: FixedWidthInteger & Decodable>(_ type: Number.Type) throws -> Number {
    try element { [document] in try document.integer(type, at: $0) }
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try element { [document] in try document.value(type, at: $0) }
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try element { [document] in try JSONValueDecoder(document: document, place: $0).container(keyedBy: type) }
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try element { [document] in try JSONValueDecoder(document: document, place: $0).unkeyedContainer() }
  }

  mutating func superDecoder() throws -> any Decoder {
    try element { [document] in JSONValueDecoder(document: document, place: $0) }
  }
}
