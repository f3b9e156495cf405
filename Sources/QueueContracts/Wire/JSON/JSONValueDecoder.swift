/// The `Decoder` of one value in a ``JSONDocument``.
///
/// It is two machine words long, so it is passed as `any Decoder` without an allocation.
struct JSONValueDecoder: Decoder {
  let document: JSONDocument
  let place: Int

  var codingPath: [any CodingKey] { document.path(to: place) }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard document.tokens[place].kind == .object else { throw document.mismatch([String: Any].self, at: place) }
    if document.rareFeatures.hasEscapedKeys {
      // A key with half of a surrogate pair makes the whole object unreadable.
      for key in document.keys(of: place) where JSONText.text(of: document.tokens[key], in: document.bytes) == nil {
        throw DecodingError.dataCorrupted(document.context(at: place, "expected keys without half of a surrogate pair"))
      }
    }
    return KeyedDecodingContainer(JSONObject<Key>(document: document, place: place))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard document.tokens[place].kind == .array else { throw document.mismatch([Any].self, at: place) }
    return JSONList(document: document, place: place)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }
}

extension JSONValueDecoder: SingleValueDecodingContainer {
  func decodeNil() -> Bool { document.isNull(at: place) }
  func decode(_: Bool.Type) throws -> Bool { try document.bool(at: place) }
  func decode(_: String.Type) throws -> String { try document.string(at: place) }
  func decode(_: Double.Type) throws -> Double { try document.double(at: place) }
  func decode(_: Float.Type) throws -> Float { try document.float(at: place) }
  func decode(_ type: Int.Type) throws -> Int { try document.integer(type, at: place) }
  func decode(_ type: Int8.Type) throws -> Int8 { try document.integer(type, at: place) }
  func decode(_ type: Int16.Type) throws -> Int16 { try document.integer(type, at: place) }
  func decode(_ type: Int32.Type) throws -> Int32 { try document.integer(type, at: place) }
  func decode(_ type: Int64.Type) throws -> Int64 { try document.integer(type, at: place) }
  func decode(_ type: UInt.Type) throws -> UInt { try document.integer(type, at: place) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try document.integer(type, at: place) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try document.integer(type, at: place) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try document.integer(type, at: place) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try document.integer(type, at: place) }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try document.value(type, at: place) }
}
