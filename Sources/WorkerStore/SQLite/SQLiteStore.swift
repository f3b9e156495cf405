public import Admission
import GRDB
public import WorkerRuntime

/// The store in one SQLite file, which several workers on one machine share.
///
/// The store has one connection, on a dispatch queue of its own. SQLite lets only one transaction write at a time. The
/// lanes of this process take turns more fairly on the dispatch queue than they would at the lock of the file, where
/// other processes wait.
public actor SQLiteStore: LaneStore, Retention {
  private let executor: QueueExecutor
  private let file: SQLiteFile
  private let opened: SQLiteFile.Identity?
  private let database: DatabaseQueue
  private let checkpointer: Checkpointer
  /// The connection's statements; nil until the first query, and after the file is closed.
  private var statements: SQLiteStatements?
  /// This process, in whose name crash notes are written.
  let process: ProcessInstance

  /// The executor of the store's own dispatch queue.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  /// Opens the file, with settings that a test may change.
  ///
  /// - Parameters:
  ///   - file: the file.
  ///   - migrates: true to bring the tables up to date; false to throw an error if they are not.
  ///   - process: the process in whose name crash notes are written.
  ///   - logLength: the length from which the write-ahead log is copied back into the file, in pages of 4 KiB.
  /// - Throws: as ``open(path:busySeconds:migrates:)``.
  init(
    _ file: SQLiteFile, migrates: Bool = true, process: ProcessInstance = ProcessInstance(), logLength: Int = 4000
  ) async throws {
    let executor = QueueExecutor(label: "store")
    let (database, checkpointer) = try await executor.run {
      let database = try file.open(migrates: migrates)
      let checkpointer = Checkpointer(file, length: logLength)
      database.inDatabase(checkpointer.takeOver)
      return (database, checkpointer)
    }
    self.database = database
    self.checkpointer = checkpointer
    self.executor = executor
    self.file = file
    self.process = process
    opened = file.identity
  }

  /// Opens the file, creates it if it does not exist, and brings its tables up to date.
  ///
  /// - Parameters:
  ///   - path: the file's absolute path.
  ///   - busySeconds: how long a transaction waits for another process's transaction before the store counts as
  ///     unavailable.
  ///   - migrates: true to bring the tables up to date; false to throw an error if they are not.
  /// - Returns: an open store.
  /// - Throws: `SettingsError` if `STORE_URL` has to be changed or an operator has to act, `StoreError` if trying again
  ///   can help.
  public static func open(
    path: String, busySeconds: Double = 5, migrates: Bool = true
  ) async throws -> SQLiteStore {
    try await SQLiteStore(SQLiteFile(path: path, busySeconds: busySeconds), migrates: migrates)
  }

  /// Runs `body` on the rows with these keys, and writes the rows that `body` changed, in one transaction.
  public func transaction<Result: Sendable>(
    inbox keys: [InboxKey], ledger ledgerKeys: Ledger.Keys,
    _ body: @Sendable (inout Inbox, inout Ledger) -> Result
  ) async throws(StoreError) -> Result {
    try onDatabase { db in
      let statements = try statements(of: db)
      return try db.transaction {
        let inboxTable = InboxTable(statements: statements)
        let ledgerTables = LedgerTables(statements: statements)
        var inbox = try inboxTable.load(keys)
        let loaded = try ledgerTables.load(ledgerKeys)
        var ledger = loaded
        let result = body(&inbox, &ledger)
        try inboxTable.save(inbox)
        try ledgerTables.save(ledger, loaded: loaded)
        return result
      }
    }
  }

  /// Closes the file.
  ///
  /// Every later call throws `StoreError.unavailable`.
  public func close() {
    // SQLite does not close a connection that has statements.
    statements = nil
    checkpointer.close()
    try? database.close()
  }

  /// Runs `work` with the connection's statements; an error is thrown as `StoreError`.
  func onStatements<Value>(_ work: (SQLiteStatements) throws -> Value) throws(StoreError) -> Value {
    try onDatabase { try work(try statements(of: $0)) }
  }

  func statements(of db: Database) throws -> SQLiteStatements {
    if let statements { return statements }
    let fresh = try SQLiteStatements(db)
    statements = fresh
    return fresh
  }

  /// Runs `work` on the connection; an error is thrown as `StoreError`.
  func onDatabase<Value>(_ work: (Database) throws -> Value) throws(StoreError) -> Value {
    guard file.identity == opened else {
      throw .unavailable("the store's file was deleted or replaced while in use: restart the workers")
    }
    do {
      return try database.inDatabase { db in
        let value = try work(db)
        checkpointer.startCheckpointIfDue(db)
        return value
      }
    } catch {
      throw StoreError(error)
    }
  }
}

extension Database {
  /// Runs `work` as one transaction.
  ///
  /// The transaction takes the write lock at once, because the rows that are read must not change before the
  /// transaction writes.
  func transaction<Value>(_ work: () throws -> Value) throws -> Value {
    var value: Value?
    try inTransaction(.immediate) {
      value = try work()
      return .commit
    }
    guard let value else { preconditionFailure("a transaction that did not throw has run") }
    return value
  }
}
