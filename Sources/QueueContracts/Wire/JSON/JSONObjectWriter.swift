/// The keyed encoding container of an object that is being written.
struct JSONObjectWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: JSONValueEncoder

  var codingPath: [any CodingKey] { [] }

  /// Begins the member with this key, and returns the writer for the member's value.
  private func value(of key: Key) -> JSONWriter {
    encoder.writer.output.begin(key.stringValue, in: encoder)
    return encoder.writer
  }

  func encodeNil(forKey key: Key) { value(of: key).output.writeNull() }
  func encode(_ value: Bool, forKey key: Key) { self.value(of: key).output.write(value) }
  func encode(_ value: String, forKey key: Key) { self.value(of: key).output.write(value) }
  func encode(_ value: Double, forKey key: Key) throws { try self.value(of: key).output.write(number: value) }
  func encode(_ value: Float, forKey key: Key) throws { try self.value(of: key).output.write(number: value) }
  func encode(_ value: Int, forKey key: Key) { self.value(of: key).output.write(integer: value) }
  func encode(_ value: Int8, forKey key: Key) { self.value(of: key).output.write(integer: value) }
  func encode(_ value: Int16, forKey key: Key) { self.value(of: key).output.write(integer: value) }
  func encode(_ value: Int32, forKey key: Key) { self.value(of: key).output.write(integer: value) }
  func encode(_ value: Int64, forKey key: Key) { self.value(of: key).output.write(integer: value) }
  func encode(_ value: UInt, forKey key: Key) { self.value(of: key).output.write(integer: value) }
  func encode(_ value: UInt8, forKey key: Key) { self.value(of: key).output.write(integer: value) }
  func encode(_ value: UInt16, forKey key: Key) { self.value(of: key).output.write(integer: value) }
  func encode(_ value: UInt32, forKey key: Key) { self.value(of: key).output.write(integer: value) }
  func encode(_ value: UInt64, forKey key: Key) { self.value(of: key).output.write(integer: value) }

  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try self.value(of: key).encode(value) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> { value(of: key).nested().container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    value(of: key).nested().unkeyedContainer()
  }

  func superEncoder(forKey key: Key) -> any Encoder { value(of: key).nested() }

  func superEncoder() -> any Encoder {
    encoder.writer.output.begin("super", in: encoder)
    return encoder.writer.nested()
  }
}
