import GRDBSQLite
import QueueContracts
import WorkerRuntime

/// The current row of a statement, valid until the next step.
@safe struct StoredRow {
  private let handle: OpaquePointer

  init(_ handle: OpaquePointer) { unsafe self.handle = handle }

  private func isNull(_ column: CInt) -> Bool {
    unsafe sqlite3_column_type(handle, column) == SQLITE_NULL
  }

  func text(_ column: CInt) throws(StoreError) -> String {
    guard let text = optionalText(column) else { throw Self.unreadable("a text") }
    return text
  }

  func optionalText(_ column: CInt) -> String? {
    guard let start = unsafe sqlite3_column_text(handle, column) else { return nil }
    let count = Int(unsafe sqlite3_column_bytes(handle, column))
    return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  func number(_ column: CInt) -> Int { Int(unsafe sqlite3_column_int64(handle, column)) }

  func optionalNumber(_ column: CInt) -> Int? { isNull(column) ? nil : number(column) }

  func time(_ column: CInt) -> Timestamp {
    Timestamp(milliseconds: unsafe sqlite3_column_int64(handle, column))
  }

  func optionalTime(_ column: CInt) -> Timestamp? { isNull(column) ? nil : time(column) }

  /// Reads an id from its text.
  func id<ID: UUIDValue>(_ column: CInt) throws(StoreError) -> ID {
    guard let id = try ID(text(column)) else { throw Self.unreadable("an id") }
    return id
  }

  func bin(_ column: CInt) throws(StoreError) -> BIN {
    guard let bin = try BIN(text(column)) else { throw Self.unreadable("a school's number") }
    return bin
  }

  /// Reads the raw value of an enumeration; a value that this program does not know was written by a newer version.
  func word<Word: RawRepresentable<String>>(_ column: CInt) throws(StoreError) -> Word {
    guard let word = try Word(rawValue: text(column)) else { throw Self.unreadable("\(Word.self)") }
    return word
  }

  static func unreadable(_ what: String) -> StoreError {
    .rejected("a stored row cannot be read: \(what)")
  }
}
