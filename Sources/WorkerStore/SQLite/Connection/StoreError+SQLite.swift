import GRDB
import WorkerRuntime

extension StoreError {
  /// Translates SQLite's error: `rejected` if a message of the batch is to blame, otherwise `unavailable`.
  ///
  /// The error's text holds no value of a row, because rows hold personal data.
  init(_ error: DatabaseError) {
    switch error.resultCode {
    case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG, .SQLITE_RANGE:
      // In these errors SQLite names the table and the columns, never their values.
      self = .rejected(error.message ?? "a constraint failed")
    default:
      self = .unavailable("\(Self.meaning(of: error.resultCode)) (SQLite \(error.extendedResultCode.rawValue))")
    }
  }

  private static func meaning(of code: ResultCode) -> String {
    switch code {
    case .SQLITE_BUSY, .SQLITE_LOCKED: "another process has kept the store locked for too long"
    case .SQLITE_FULL: "the disk is full"
    case .SQLITE_IOERR: "the disk failed to read or write"
    case .SQLITE_CANTOPEN: "the store's file cannot be opened"
    case .SQLITE_READONLY, .SQLITE_PERM: "the store's file is not writable"
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: "the store's file is damaged"
    case .SQLITE_NOMEM: "there is no memory left"
    case .SQLITE_MISUSE: "the store is closed"
    default: "SQLite failed"
    }
  }
}
