/// The unkeyed encoding container of a list that is being written.
struct JSONListWriter: UnkeyedEncodingContainer {
  let encoder: JSONValueEncoder

  var codingPath: [any CodingKey] { [] }
  var count: Int { encoder.writer.output.count(of: encoder) }

  /// Begins the next element, and gives the writer for it.
  private func element() -> JSONWriter {
    encoder.writer.output.beginElement(in: encoder)
    return encoder.writer
  }

  func encodeNil() { element().output.writeNull() }
  func encode(_ value: Bool) { element().output.write(value) }
  func encode(_ value: String) { element().output.write(value) }
  func encode(_ value: Double) throws { try element().output.write(number: value) }
  func encode(_ value: Float) throws { try element().output.write(number: value) }
  func encode(_ value: Int) { element().output.write(integer: value) }
  func encode(_ value: Int8) { element().output.write(integer: value) }
  func encode(_ value: Int16) { element().output.write(integer: value) }
  func encode(_ value: Int32) { element().output.write(integer: value) }
  func encode(_ value: Int64) { element().output.write(integer: value) }
  func encode(_ value: UInt) { element().output.write(integer: value) }
  func encode(_ value: UInt8) { element().output.write(integer: value) }
  func encode(_ value: UInt16) { element().output.write(integer: value) }
  func encode(_ value: UInt32) { element().output.write(integer: value) }
  func encode(_ value: UInt64) { element().output.write(integer: value) }
  func encode<Value: Encodable>(_ value: Value) throws { try element().encode(value) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    element().nested().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { element().nested().unkeyedContainer() }
  func superEncoder() -> any Encoder { element().nested() }
}
