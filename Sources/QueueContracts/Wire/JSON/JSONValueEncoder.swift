/// The `Encoder` of one value in the text that is being written.
struct JSONValueEncoder: Encoder {
  let writer: JSONWriter
  let depth: Int
  let id: Int

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    writer.output.openObject(self)
    return KeyedEncodingContainer(JSONObjectWriter<Key>(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    writer.output.openList(self)
    return JSONListWriter(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension JSONValueEncoder: SingleValueEncodingContainer {
  /// Begins a value that is a scalar, and gives the writer for it.
  private func scalar() -> JSONWriter {
    writer.output.beginScalar(in: self)
    return writer
  }

  func encodeNil() { scalar().output.writeNull() }
  func encode(_ value: Bool) { scalar().output.write(value) }
  func encode(_ value: String) { scalar().output.write(value) }
  func encode(_ value: Double) throws { try scalar().output.write(number: value) }
  func encode(_ value: Float) throws { try scalar().output.write(number: value) }
  func encode(_ value: Int) { scalar().output.write(integer: value) }
  func encode(_ value: Int8) { scalar().output.write(integer: value) }
  func encode(_ value: Int16) { scalar().output.write(integer: value) }
  func encode(_ value: Int32) { scalar().output.write(integer: value) }
  func encode(_ value: Int64) { scalar().output.write(integer: value) }
  func encode(_ value: UInt) { scalar().output.write(integer: value) }
  func encode(_ value: UInt8) { scalar().output.write(integer: value) }
  func encode(_ value: UInt16) { scalar().output.write(integer: value) }
  func encode(_ value: UInt32) { scalar().output.write(integer: value) }
  func encode(_ value: UInt64) { scalar().output.write(integer: value) }
  func encode<Value: Encodable>(_ value: Value) throws { try scalar().encode(value) }
}
