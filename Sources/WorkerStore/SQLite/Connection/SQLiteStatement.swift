import GRDB
import GRDBSQLite

/// A prepared statement of SQLite, which is run many times with different values.
///
/// This object alone owns the statement's handle.
///
/// GRDB makes an object of each argument and each column. For the rows of a batch that costs several times as much as
/// SQLite itself; here a value goes directly into the statement.
@safe final class SQLiteStatement {
  private let connection: OpaquePointer
  private let handle: OpaquePointer

  init(_ sql: String, on connection: OpaquePointer) throws {
    var handle: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard code == SQLITE_OK, let handle = unsafe handle else { throw unsafe Self.error(code, on: connection) }
    unsafe self.connection = connection
    unsafe self.handle = handle
  }

  deinit { unsafe sqlite3_finalize(handle) }

  /// Runs the statement and ignores its rows.
  ///
  /// - Parameter bind: adds a value for each question mark, in order.
  /// - Throws: `DatabaseError`, and what `bind` throws.
  func run(_ bind: (inout BoundValues) throws -> Void) throws { try rows(bind) { _ in } }

  /// Runs the statement and passes on its rows.
  ///
  /// - Parameters:
  ///   - bind: adds a value for each question mark, in order.
  ///   - use: gets each row, which is valid until `use` returns.
  /// - Throws: `DatabaseError`, and what `bind` and `use` throw.
  func rows(_ bind: (inout BoundValues) throws -> Void, use: (StoredRow) throws -> Void) throws {
    // Without a reset, the statement would keep its transaction open.
    defer { _ = unsafe sqlite3_reset(handle) }
    var values = unsafe BoundValues(handle)
    try bind(&values)
    guard values.code == SQLITE_OK else { throw unsafe Self.error(values.code, on: connection) }
    while true {
      switch unsafe sqlite3_step(handle) {
      case SQLITE_ROW: try use(unsafe StoredRow(handle))
      case SQLITE_DONE: return
      case let code: throw unsafe Self.error(code, on: connection)
      }
    }
  }

  private static func error(_ code: CInt, on connection: OpaquePointer) -> DatabaseError {
    DatabaseError(resultCode: ResultCode(rawValue: code), message: unsafe String(cString: sqlite3_errmsg(connection)))
  }
}

/// The statements of one connection, each prepared at its first use and kept as long as the connection.
@safe final class SQLiteStatements {
  private let connection: OpaquePointer
  private var kept: [String: SQLiteStatement] = [:]

  /// Creates an empty cache.
  ///
  /// - Throws: `DatabaseError` if the connection is closed.
  init(_ db: Database) throws {
    guard let connection = unsafe db.sqliteConnection else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
    unsafe self.connection = connection
  }

  /// Returns the prepared statement for an SQL text.
  ///
  /// - Parameter sql: one of a fixed number of texts. If the text depended on the size of a batch, the cache would keep
  ///   a statement for every size.
  /// - Returns: the statement.
  /// - Throws: `DatabaseError` if the text cannot be prepared.
  func statement(_ sql: String) throws -> SQLiteStatement {
    if let statement = kept[sql] { return statement }
    let statement = unsafe try SQLiteStatement(sql, on: connection)
    kept[sql] = statement
    return statement
  }
}
