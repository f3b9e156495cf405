import Foundation

/// The parameters of a statement, one after the other, in PostgreSQL's binary format.
///
/// In this format neither side has to convert numbers to digits and back.
struct BinaryParameters: Sendable {
  /// All parameters.
  ///
  /// The first byte belongs to no parameter; it gives the array an address even if nothing else is in the array.
  private(set) var bytes: [UInt8] = [0]
  /// The offset of the end of each parameter.
  private(set) var ends: [Int] = []

  /// The types of array elements, by the server's numbers (`pg_type.oid`).
  private enum Element: Int32 {
    case bigint = 20
    case text = 25
    case uuid = 2950
  }

  init(_ values: [PostgresValue]) {
    bytes.reserveCapacity(1 + values.reduce(0) { $0 + Self.size($1) })
    for value in values {
      append(value)
      ends.append(bytes.count)
    }
  }

  private mutating func append(_ value: PostgresValue) {
    switch value {
    case .text(let text): bytes.append(contentsOf: text.utf8)
    case .number(let number): append(number)
    case .uuids(let uuids):
      beginArray(of: .uuid, uuids.count, hasNulls: false)
      for uuid in uuids {
        append(Int32(16))
        unsafe withUnsafeBytes(of: uuid.uuid) { unsafe bytes.append(contentsOf: $0) }
      }
    case .texts(let texts):
      beginArray(of: .text, texts.count, hasNulls: texts.contains(nil))
      for text in texts {
        append(Int32(text?.utf8.count ?? -1))
        if let text { bytes.append(contentsOf: text.utf8) }
      }
    case .numbers(let numbers):
      beginArray(of: .bigint, numbers.count, hasNulls: numbers.contains(nil))
      for number in numbers {
        append(Int32(number == nil ? -1 : 8))
        if let number { append(number) }
      }
    }
  }

  /// Appends an array's header: one dimension, counted from 1; an empty array has no dimension.
  private mutating func beginArray(of element: Element, _ count: Int, hasNulls: Bool) {
    append(Int32(count == 0 ? 0 : 1))
    append(Int32(hasNulls ? 1 : 0))
    append(element.rawValue)
    guard count > 0 else { return }
    append(Int32(count))
    append(Int32(1))
  }

  private mutating func append(_ number: some FixedWidthInteger) {
    unsafe withUnsafeBytes(of: number.bigEndian) { unsafe bytes.append(contentsOf: $0) }
  }

  /// The number of bytes that a value takes, or slightly more.
  private static func size(_ value: PostgresValue) -> Int {
    switch value {
    case .text(let text): text.utf8.count
    case .number: 8
    case .uuids(let uuids): 20 + uuids.count * 20
    case .texts(let texts): 20 + texts.reduce(0) { $0 + 4 + ($1?.utf8.count ?? 0) }
    case .numbers(let numbers): 20 + numbers.count * 12
    }
  }
}
