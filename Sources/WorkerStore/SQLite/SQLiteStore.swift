public import Admission
import GRDB
public import WorkerRuntime

/// The store in one SQLite file, which several workers on one machine share.
///
/// One connection on a thread of its own: SQLite lets one transaction write at a time anyway, and lanes of a process
/// queue here more fairly than at the file's lock. Other processes wait at that lock.
public actor SQLiteStore: WorkerStore, Retention {
  private let executor: QueueExecutor
  private let file: SQLiteFile
  private let opened: SQLiteFile.Identity?
  private let database: DatabaseQueue
  private let checkpointer: Checkpointer
  /// Nil until something is asked for, and once the file is let go of.
  private var statements: PreparedStatements?
  /// Who notes what is in hand.
  let process: ProcessInstance

  public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  /// - Parameter logLength: pages of the log, each of 4 KiB, after which they are brought back into the file.
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

  /// Opens the file, creates it where it does not exist, and brings its tables up to date.
  ///
  /// - Parameters:
  ///   - path: of the file, absolute.
  ///   - busySeconds: how long a transaction waits for another process's before the store counts as unavailable.
  ///   - migrates: false where tables that are not up to date are an error.
  /// - Throws: `SettingsError` where `STORE_URL` has to be changed or an operator has to act, `StoreError` where trying
  ///   again can help.
  public static func open(
    path: String, busySeconds: Double = 5, migrates: Bool = true
  ) async throws -> SQLiteStore {
    try await SQLiteStore(SQLiteFile(path: path, busySeconds: busySeconds), migrates: migrates)
  }

  public func transaction<Result: Sendable>(
    inbox keys: InboxKeys, ledger ledgerKeys: Ledger.Keys,
    _ body: @Sendable (inout Inbox, inout Ledger) -> Result
  ) async throws(StoreError) -> Result {
    try onDatabase { db in
      let statements = try statements(of: db)
      return try db.transaction {
        let inboxTable = InboxTable(statements: statements, worker: keys.worker)
        let ledgerTables = LedgerTables(statements: statements)
        var inbox = try inboxTable.load(keys.messages)
        let loaded = try ledgerTables.load(ledgerKeys)
        var ledger = loaded
        let result = body(&inbox, &ledger)
        try inboxTable.save(inbox)
        try ledgerTables.save(ledger, loaded: loaded)
        return result
      }
    }
  }

  /// Lets go of the file.
  ///
  /// Every later call throws `StoreError.unavailable`.
  public func close() {
    // SQLite does not close a connection that has statements.
    statements = nil
    checkpointer.close()
    try? database.close()
  }

  /// Asks or sets how the connection works, and tells how it does.
  func pragma(_ text: String) throws(StoreError) -> String? {
    try onDatabase { try String.fetchOne($0, sql: "PRAGMA \(text)") }
  }

  /// Runs `work` with the connection's statements, and says what failed as a lane understands it.
  func onStatements<Value>(_ work: (PreparedStatements) throws -> Value) throws(StoreError) -> Value {
    try onDatabase { try work(try statements(of: $0)) }
  }

  func statements(of db: Database) throws -> PreparedStatements {
    if let statements { return statements }
    let fresh = try PreparedStatements(db)
    statements = fresh
    return fresh
  }

  /// Runs `work` on the connection, and says what failed as a lane understands it.
  func onDatabase<Value>(_ work: (Database) throws -> Value) throws(StoreError) -> Value {
    guard file.identity == opened else {
      throw .unavailable("the store's file was deleted or replaced while in use: restart the workers")
    }
    do {
      return try database.inDatabase { db in
        let value = try work(db)
        checkpointer.tend(db)
        return value
      }
    } catch {
      throw StoreError(error)
    }
  }
}

extension Database {
  /// All of `work`, or nothing.
  ///
  /// Takes the write lock at once: what is read has to hold until it is written.
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
