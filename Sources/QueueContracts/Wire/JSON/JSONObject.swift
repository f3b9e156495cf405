/// The keyed decoding container of an object in a ``JSONDocument``.
struct JSONObject<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let document: JSONDocument
  let place: Int

  var codingPath: [any CodingKey] { document.path(to: place) }

  var allKeys: [Key] {
    document.keys(of: place).compactMap {
      JSONText.text(of: document.tokens[$0], in: document.bytes).flatMap(Key.init(stringValue:))
    }
  }

  func contains(_ key: Key) -> Bool { optional(key) != nil }

  private func optional(_ key: Key) -> Int? { document.member(key.stringValue, of: place) }

  /// The place of a required value on the tape, which lists the document's values (``JSONToken``).
  private func required(_ key: Key) throws -> Int {
    guard let value = optional(key) else {
      throw DecodingError.keyNotFound(key, document.context(at: place, "expected the key"))
    }
    return value
  }

  /// The place of an optional value on the tape; nil if the value is absent or null.
  private func present(_ key: Key) -> Int? {
    guard let value = optional(key), !document.isNull(at: value) else { return nil }
    return value
  }

  func decodeNil(forKey key: Key) throws -> Bool { document.isNull(at: try required(key)) }
  func decode(_: Bool.Type, forKey key: Key) throws -> Bool { try document.bool(at: required(key)) }
  func decode(_: String.Type, forKey key: Key) throws -> String { try document.string(at: required(key)) }
  func decode(_: Double.Type, forKey key: Key) throws -> Double { try document.double(at: required(key)) }
  func decode(_: Float.Type, forKey key: Key) throws -> Float { try document.float(at: required(key)) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try document.integer(type, at: required(key)) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try document.integer(type, at: required(key)) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try document.integer(type, at: required(key)) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try document.integer(type, at: required(key)) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try document.integer(type, at: required(key)) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try document.integer(type, at: required(key)) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try document.integer(type, at: required(key)) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try document.integer(type, at: required(key)) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try document.integer(type, at: required(key)) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try document.integer(type, at: required(key)) }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try document.value(type, at: required(key))
  }

  // The protocol's own implementations of these functions look each member up three times.

  func decodeIfPresent(_: Bool.Type, forKey key: Key) throws -> Bool? {
    guard let value = present(key) else { return nil }
    return try document.bool(at: value)
  }

  func decodeIfPresent(_: String.Type, forKey key: Key) throws -> String? {
    guard let value = present(key) else { return nil }
    return try document.string(at: value)
  }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    guard let value = present(key) else { return nil }
    return try document.value(type, at: value)
  }

  private func nested(_ key: Key) throws -> JSONValueDecoder {
    JSONValueDecoder(document: document, place: try required(key))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { try nested(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try nested(key).unkeyedContainer()
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try nested(key) }

  func superDecoder() throws -> any Decoder {
    guard let key = Key(stringValue: "super") else { throw document.mismatch([String: Any].self, at: place) }
    return try nested(key)
  }
}
