import CPostgreSQL
public import Foundation

/// The answer to one statement of a pipeline, in PostgreSQL's binary format.
///
/// This object is the only owner of libpq's result. Rows and columns count from 0; a value is nil if it is NULL.
@safe public final class PostgresRows {
  private let result: OpaquePointer
  /// The number of rows.
  public let count: Int

  init(_ result: OpaquePointer) {
    unsafe self.result = unsafe result
    count = unsafe Int(PQntuples(result))
  }

  deinit { unsafe PQclear(result) }

  /// The indices of the rows.
  public var indices: Range<Int> { 0..<count }

  /// The text in a column of type `text`.
  public func text(_ row: Int, _ column: Int) -> String? {
    unsafe value(row, column) { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// The number in a column of type `smallint`, `integer` or `bigint`.
  public func number(_ row: Int, _ column: Int) -> Int64? {
    unsafe value(row, column) { bytes in
      let unsigned = unsafe bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      let spare = UInt64(64 - bytes.count * 8)
      return Int64(bitPattern: unsigned << spare) >> Int64(spare)
    }
  }

  /// The identifier in a column of type `uuid`.
  public func uuid(_ row: Int, _ column: Int) -> UUID? {
    unsafe value(row, column) { bytes in
      guard bytes.count == 16 else { return nil }
      return unsafe UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
  }

  private func value<Value>(_ row: Int, _ column: Int, _ read: (UnsafeRawBufferPointer) -> Value?) -> Value? {
    let width = unsafe PQnfields(result)
    precondition(indices.contains(row) && (0..<width).contains(Int32(column)), "there is no such row or column")
    let (row, column) = (Int32(row), Int32(column))
    guard unsafe PQgetisnull(result, row, column) == 0 else { return nil }
    let length = unsafe Int(PQgetlength(result, row, column))
    return unsafe read(UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: length))
  }
}
