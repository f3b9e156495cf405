import Foundation
import GRDB
import WorkerBase
import WorkerRuntime

/// The store's file on the disk: opens it, creates it if necessary, and tells whether it was replaced.
struct SQLiteFile: Sendable {
  let path: String
  let busySeconds: Double

  /// Opens the file, creates it if it does not exist, and brings its tables up to date.
  ///
  /// The call blocks.
  ///
  /// - Parameter migrates: false to throw if the tables are not up to date, instead of changing them.
  /// - Returns: a connection.
  /// - Throws: `SettingsError` if `STORE_URL` has to be changed or an operator has to act, `StoreError` if trying again
  ///   can help.
  func open(migrates: Bool = true) throws -> DatabaseQueue {
    try checkPath()
    makePrivately()
    let wait = LockWait(seconds: busySeconds)
    do {
      return try whileLocked {
        let database = try connect(busyMode: .callback { wait.goOn(afterTries: $0) })
        try database.inDatabase(migrates ? Schema.bringUpToDate : Schema.check)
        return database
      }
    } catch let error as DatabaseError {
      throw settingsError(error) ?? StoreError(error)
    }
  }

  /// Opens one more connection to the file.
  ///
  /// - Parameter busyMode: what to do while another connection writes.
  /// - Returns: a connection.
  /// - Throws: `SettingsError` if SQLite cannot share memory on the file system; for other failures `DatabaseError`.
  func connect(busyMode: Database.BusyMode) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.label = "store"
    configuration.foreignKeysEnabled = false
    configuration.busyMode = busyMode
    configuration.prepareDatabase { db in
      guard try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") == "wal" else {
        throw Self.problem("names a file on a file system where SQLite cannot share memory; use a local disk")
      }
      // With NORMAL, a power cut could undo the last transactions, whose messages are acknowledged and gone.
      try db.execute(sql: "PRAGMA synchronous = FULL")
      // A batch of 200 applications changes some 1,500 pages of a large file, which are 6 MiB. Pages that do not fit
      // into the cache are written twice. A cache over 8 MB would only use more memory.
      try db.execute(sql: "PRAGMA cache_size = -8000")
    }
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// Tries again while another process keeps the file locked.
  ///
  /// Several processes may open a new file at once. The process that switches the file to WAL makes the others fail
  /// with `SQLITE_BUSY` at once, even with a busy handler.
  private func whileLocked<Value>(_ work: () throws -> Value) throws -> Value {
    let wait = LockWait(seconds: busySeconds)
    var tries = 0
    while true {
      do {
        return try work()
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && wait.goOn(afterTries: tries) {
        tries += 1
      }
    }
  }
}

// MARK: - Access

extension SQLiteFile {
  /// Creates the file for its owner alone, even if the caller's mask would give others access.
  ///
  /// If a group may write to the folder, the group may use the file, so that workers of several users can share it.
  ///
  /// SQLite itself would obey the mask. It gives the files beside the database (`-wal`, `-shm`) the database's mode. If
  /// the file cannot be created here, SQLite reports the failure when it opens the file.
  private func makePrivately() {
    let url = URL(filePath: path)
    var status = stat()
    guard unsafe stat(path, &status) != 0, unsafe stat(url.deletingLastPathComponent().path, &status) == 0 else {
      return
    }
    // The file gets its path only when it has its final mode, so that another user's worker can open it from the start.
    let fresh = "\(path).\(UUID().uuidString)"
    let descriptor = unsafe Foundation.open(fresh, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    if status.st_mode & S_IWGRP != 0 { fchmod(descriptor, 0o660) }
    close(descriptor)
    unsafe link(fresh, path)
    unsafe unlink(fresh)
  }
}

// MARK: - Errors for the operator

extension SQLiteFile {
  private func checkPath() throws(SettingsError) {
    let folder = URL(filePath: path).deletingLastPathComponent().path
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw Self.problem(
        "names a file in a folder that does not exist; create the folder, writable for the worker's user")
    }
    if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw Self.problem("names a folder; add the file's name")
    }
  }

  private func settingsError(_ error: DatabaseError) -> SettingsError? {
    switch error.resultCode {
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY:
      Self.problem(
        "names a file that cannot be opened for writing; its folder, and the files in it that begin with its name, "
          + "must be writable for the worker's user")
    case .SQLITE_NOTADB:
      Self.problem(
        "names a file that is no SQLite database; name another one, or move it away to begin with an empty store")
    case .SQLITE_CORRUPT:
      Self.problem("names a damaged SQLite database; put back a copy, or repair it with sqlite3's .recover")
    default: nil
    }
  }

  private static func problem(_ text: String) -> SettingsError { SettingsError(key: "STORE_URL", problem: text) }
}

// MARK: - Identity

extension SQLiteFile {
  /// The identity of the file that the path leads to; nil if there is no such file.
  ///
  /// If the file is deleted or replaced while it is open, SQLite goes on writing into the old file, and the writes are
  /// lost.
  var identity: Identity? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
  }

  struct Identity: Sendable, Equatable {
    let device: UInt64
    let number: UInt64
  }
}
