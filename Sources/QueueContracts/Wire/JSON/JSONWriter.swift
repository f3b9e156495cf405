internal import Foundation

/// Writes values into one buffer: keys sorted by their bytes, no blanks, nothing escaped without need.
///
/// It is a class, because every container that an encodable type asks for writes into the same output.
final class JSONWriter {
  var output = JSONOutput()

  private init() {}

  /// The bytes of a value.
  ///
  /// - Throws: `EncodingError` if the value holds a number that is not finite.
  static func bytes(of value: some Encodable) throws -> [UInt8] {
    let writer = JSONWriter()
    try writer.encode(value)
    return writer.output.bytes
  }

  /// Writes a value by its type's own encoding; like `JSONEncoder`, it writes `Data` as base64.
  func encode<Value: Encodable>(_ value: Value) throws {
    if Value.self == Data.self { return write(data: value) }
    let encoder = nested()
    try value.encode(to: encoder)
    output.close(downTo: encoder.depth)
  }

  /// Writes a value whose type is `Data`.
  ///
  /// The cast stands in a function of its own, because otherwise every call of ``encode(_:)`` would look up the type.
  @inline(never)
  private func write<Value: Encodable>(data value: Value) {
    if let data = value as? Data { output.write(data) }
  }

  /// Opens a frame of ``JSONOutput`` for a value, and returns the encoder that writes the value.
  func nested() -> JSONValueEncoder {
    let (depth, id) = output.openFrame()
    return JSONValueEncoder(writer: self, depth: depth, id: id)
  }
}
