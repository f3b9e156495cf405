public import Admission
public import PostgresClient
public import WorkerRuntime

/// The store in a PostgreSQL database, which workers on several machines share.
///
/// One connection on a thread of its own, opened anew by the first call after it was lost. Of a process one transaction
/// runs at a time, as on SQLite; processes run side by side where they have no keys in common (``KeyLocks``).
public actor PostgresStore: AdmissionStore {
  private let executor = QueueExecutor(label: "store")
  private let url: PostgresURL
  private var connection: PostgresConnection?

  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private init(_ url: PostgresURL) { self.url = url }

  /// Connects, and looks whether the tables are those of this version.
  ///
  /// - Throws: `SettingsError` where the tables have to be made or brought up to date, `StoreError` where the database
  ///   cannot be reached.
  public static func open(_ url: PostgresURL) async throws -> PostgresStore {
    let store = PostgresStore(url)
    try await store.connect()
    return store
  }

  /// Makes the tables or brings them up to date, and gives their version.
  ///
  /// - Throws: as ``open(_:)``.
  public static func migrate(_ url: PostgresURL) async throws -> Int {
    try await QueueExecutor(label: "migration").run {
      do {
        return try PostgresSchema.bringUpToDate(PostgresSession.open(url))
      } catch let error as PostgresError {
        throw StoreError(error)
      }
    }
  }

  public func transaction<Result: Sendable>(
    inbox keys: InboxKeys, ledger ledgerKeys: Ledger.Keys,
    _ body: @Sendable (inout Inbox, inout Ledger) -> Result
  ) async throws(StoreError) -> Result {
    try onConnection { connection in
      try connection.transaction {
        try KeyLocks(inbox: keys, ledger: ledgerKeys).take(on: connection)
        let inboxTable = PostgresInbox(connection: connection, worker: keys.worker)
        let ledgerTables = PostgresLedger(connection: connection)
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

  /// Runs `work` on the connection, and says what failed as a lane understands it.
  func onConnection<Value>(_ work: (PostgresConnection) throws -> Value) throws(StoreError) -> Value {
    do {
      let connection = try connection ?? opened()
      self.connection = connection
      return try work(connection)
    } catch {
      if connection?.isOpen == false { connection = nil }
      throw StoreError(error)
    }
  }

  private func connect() throws {
    do { connection = try opened() } catch let error as PostgresError { throw StoreError(error) }
  }

  private func opened() throws -> PostgresConnection {
    let connection = try PostgresSession.open(url)
    try PostgresSchema.check(connection)
    return connection
  }
}
