import GRDBSQLite
import QueueContracts

/// The values of a statement, added in the order of its question marks.
@safe struct BoundValues {
  private let handle: OpaquePointer
  private var place: CInt = 0
  /// The code of the first error; `SQLITE_OK` if there was none.
  private(set) var code = SQLITE_OK

  /// Makes SQLite copy the text.
  private static var copied: sqlite3_destructor_type {
    unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }

  init(_ handle: OpaquePointer) { unsafe self.handle = handle }

  private mutating func bind(_ bindAtPlace: (OpaquePointer, CInt) -> CInt) {
    place += 1
    let result = unsafe bindAtPlace(handle, place)
    if code == SQLITE_OK { code = result }
  }

  mutating func add(_ number: Int64) { unsafe bind { unsafe sqlite3_bind_int64($0, $1, number) } }

  mutating func add(_ number: Int64?) {
    guard let number else { return addNull() }
    add(number)
  }

  mutating func add(_ number: Int?) { add(number.map(Int64.init)) }

  mutating func add(_ time: Timestamp) { add(time.milliseconds) }

  mutating func add(_ time: Timestamp?) { add(time?.milliseconds) }

  mutating func add(_ text: String?) {
    guard var text else { return addNull() }
    text.withUTF8 { unsafe add($0) }
  }

  /// Adds a text in UTF-8.
  mutating func add(_ text: [UInt8]) { unsafe text.withUnsafeBufferPointer { unsafe add($0) } }

  /// Adds an id as a UUID in lower case.
  mutating func add(_ id: some UUIDValue) { add(id.utf8) }

  private mutating func addNull() { unsafe bind { unsafe sqlite3_bind_null($0, $1) } }

  private mutating func add(_ utf8: UnsafeBufferPointer<UInt8>) {
    // An empty text may have no address, which SQLite would take for NULL.
    guard let start = utf8.baseAddress else {
      return unsafe bind { unsafe sqlite3_bind_text($0, $1, "", 0, Self.copied) }
    }
    unsafe start.withMemoryRebound(to: CChar.self, capacity: utf8.count) { text in
      unsafe bind { unsafe sqlite3_bind_text($0, $1, text, CInt(utf8.count), Self.copied) }
    }
  }
}
