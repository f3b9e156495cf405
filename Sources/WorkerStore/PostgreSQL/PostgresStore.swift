public import Admission
public import PostgresClient
import WorkerBase
public import WorkerRuntime

/// The store in a PostgreSQL database, which workers on several machines share.
///
/// Transactions of one process or of several run side by side if they have no family, application, school or slip in
/// common. Otherwise these locks and keys keep them apart:
///
/// - a child's applications, and an applicant's applications if the hourly quota counts them: an advisory lock on the
///   person's number (`ChildLocks`), because a person's first application has no row to lock;
/// - an application, a slip, a school's arrival numbers: the row is locked when it is read;
/// - any row that does not exist yet (one of the rows above, a signature, a message of the inbox, an entry of the
///   history): its primary key. A second transaction that inserts the row waits for the first one and fails. Then it is
///   run again from the beginning and reads the row.
///
/// All transactions take locks in one order, sorted within a kind, and insert only after the last lock, so there are no
/// deadlocks.
public final class PostgresStore: LaneStore, RegisterQueries, DeadlineQueries, Retention {
  /// The number of transactions of one process that run at once by default.
  public static let defaultConnections = 8

  private let pool: PostgresPool
  /// This process, in whose name crash notes are written.
  let process: ProcessInstance
  /// False for a database role that may only read the register, and therefore may not lock its rows.
  private let changesRegister: Bool

  private init(_ pool: PostgresPool, process: ProcessInstance, changesRegister: Bool) {
    self.pool = pool
    self.process = process
    self.changesRegister = changesRegister
  }

  /// Connects, and checks that the tables are those of this version.
  ///
  /// Connections that are opened later are not checked: an upgrade in the meantime only adds to the tables.
  ///
  /// - Parameters:
  ///   - url: the database's address.
  ///   - connections: how many transactions may run at once, 1 or more.
  /// - Returns: a store that is connected.
  /// - Throws: `SettingsError` if the tables are not those of this version, or if the URL lacks the certificate
  ///   authority that it needs; `StoreError` if the database cannot be reached.
  public static func open(
    _ url: PostgresURL, connections: Int = defaultConnections
  ) async throws -> PostgresStore {
    try await open(url, connections: connections, process: ProcessInstance())
  }

  static func open(
    _ url: PostgresURL, connections: Int = defaultConnections, process: ProcessInstance
  ) async throws -> PostgresStore {
    try checkAuthority(url)
    let pool = PostgresPool(url, limit: connections)
    if let problem = try await pool.run({ try PostgresSchema.problem($0) }) { throw problem }
    let changesRegister = try await pool.run {
      try $0.value("SELECT has_any_column_privilege('application', 'UPDATE')") == "t"
    }
    return PostgresStore(pool, process: process, changesRegister: changesRegister)
  }

  /// Creates the tables or brings them up to date, and returns their version.
  ///
  /// - Throws: as ``open(_:connections:)``.
  public static func migrate(_ url: PostgresURL) async throws -> Int {
    try checkAuthority(url)
    return try await QueueExecutor(label: "migration").run {
      do {
        return try PostgresSchema.bringUpToDate(PostgresSession.open(url))
      } catch let error as PostgresError {
        throw StoreError(error)
      }
    }
  }

  /// Checks that the URL names a certificate authority if the server's certificate has to be verified.
  ///
  /// Without an authority, every connection would fail.
  private static func checkAuthority(_ url: PostgresURL) throws(SettingsError) {
    guard url.lacksAuthority else { return }
    throw SettingsError(
      key: "STORE_URL",
      problem:
        "names another machine, whose certificate has to be checked: add ?sslrootcert=/path/of/authority.pem, or "
        + "?sslmode=disable if nobody else can reach the connection")
  }

  /// Runs `body` on the named rows of inbox and ledger, and writes its changes, in one transaction.
  public func transaction<Result: Sendable>(
    inbox keys: [InboxKey], ledger ledgerKeys: Ledger.Keys,
    _ body: @Sendable (inout Inbox, inout Ledger) -> Result
  ) async throws(StoreError) -> Result {
    let locks = ChildLocks(ledgerKeys.children, ledgerKeys.turns.keys)
    let inboxTable = PostgresInbox()
    let ledgerTables = PostgresLedger(changesRegister: changesRegister)
    return try await onConnection { connection in
      try connection.transaction { pipeline, isLockTableFull in
        locks.take(in: &pipeline, isLockTableFull: isLockTableFull)
        return try ledgerTables.load(ledgerKeys, in: &pipeline) {
          // The inbox is read after the locks are taken, so that it shows the messages that were decided during the
          // wait for the locks.
          inboxTable.load(keys, in: &$0)
        }
      } _: { loaded, pipeline in
        var (ledger, inbox) = loaded
        let result = body(&inbox, &ledger)
        inboxTable.save(inbox, in: &pipeline)
        try ledgerTables.save(ledger, loaded: loaded.ledger, in: &pipeline)
        return result
      }
    }
  }

  /// Runs `work` on a connection, and throws its errors as `StoreError`.
  func onConnection<Value: Sendable>(
    _ work: @Sendable (PostgresConnection) throws -> Value
  ) async throws(StoreError) -> Value {
    try await pool.run(work)
  }
}
