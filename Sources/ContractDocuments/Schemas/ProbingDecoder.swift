import QueueContracts

/// A decoder that gives a sample value for every key, and records the keys and types that it is asked for.
struct ProbingDecoder: Decoder {
  let recorder: FieldRecorder
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(ProbingContainer<Key>(recorder: recorder))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    throw Undescribable(description: "a list at the place of an object")
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    throw Undescribable(description: "a single value that is not a DescribedValue")
  }
}

private struct ProbingContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let recorder: FieldRecorder
  let codingPath: [any CodingKey] = []
  let allKeys: [Key] = []

  func contains(_ key: Key) -> Bool { true }
  func decodeNil(forKey key: Key) -> Bool { false }

  func decode(_ type: Bool.Type, forKey key: Key) -> Bool { bool(key, isOptional: false) }
  func decode(_ type: Int.Type, forKey key: Key) -> Int { integer(key, isOptional: false) }
  func decode(_ type: String.Type, forKey key: Key) -> String { text(key, isOptional: false) }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try value(type, key, isOptional: false)
  }

  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) -> Bool? { bool(key, isOptional: true) }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) -> Int? { integer(key, isOptional: true) }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) -> String? { text(key, isOptional: true) }
  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    try value(type, key, isOptional: true)
  }

  private func bool(_ key: Key, isOptional: Bool) -> Bool {
    recorder.note(key, .bool, isOptional: isOptional)
    return false
  }

  private func integer(_ key: Key, isOptional: Bool) -> Int {
    recorder.note(key, .integer, isOptional: isOptional)
    return 1
  }

  private func text(_ key: Key, isOptional: Bool) -> String {
    recorder.note(key, .text(.anything), isOptional: isOptional)
    return recorder.texts[key.stringValue] ?? "A"
  }

  private func value<Value: Decodable>(_ type: Value.Type, _ key: Key, isOptional: Bool) throws -> Value {
    recorder.note(key, .value(type), isOptional: isOptional)
    return try FieldProbe.sample(of: type)
  }

  // No body of the contract asks for a value of any of these types.
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { throw unknown(key) }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { throw unknown(key) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { throw unknown(key) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { throw unknown(key) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { throw unknown(key) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { throw unknown(key) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { throw unknown(key) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { throw unknown(key) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { throw unknown(key) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { throw unknown(key) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { throw unknown(key) }
  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<NestedKey> { throw unknown(key) }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw unknown(key) }
  func superDecoder() throws -> any Decoder { throw Undescribable(description: "a super decoder") }
  func superDecoder(forKey key: Key) throws -> any Decoder { throw unknown(key) }

  private func unknown(_ key: Key) -> Undescribable {
    Undescribable(description: "\(key.stringValue) is of a kind for which there is no schema")
  }
}
