import QueueContracts

/// A database role of PostgreSQL, one for each kind of program.
///
/// None of these roles owns a table. ``owner`` does, and only `admissionctl store migrate` logs in as that role.
public enum StoreRole: String, Sendable, CaseIterable {
  case intake, transfer, notify
  /// The operator's tool, `admissionctl`.
  case `operator`
  /// The board, which reads every table, stores operators' orders and delivery events, and writes its audit rows and
  /// counts.
  case board
  /// Programs that only read, for example for reports.
  case reader

  /// The role that creates and changes the tables.
  public static let owner = "qabyldau_migrate"

  static let workers = WorkerName.allCases.map(StoreRole.init(of:))

  /// Chooses the role of a worker.
  init(of worker: WorkerName) {
    self =
      switch worker {
      case .intake: .intake
      case .transfer: .transfer
      case .notify: .notify
      }
  }

  /// The role's name on the server.
  public var name: String { "qabyldau_\(rawValue)" }
}

/// The rights of each role on one table; no other role has a right to it.
struct TableRights {
  let table: String
  /// The rights of each role, in the words of `GRANT`.
  let rights: [(role: StoreRole, words: String)]
  /// The roles that may read the table, in addition to ``rights``.
  let readers: [StoreRole]

  /// Creates the list of rights on a table.
  init(
    _ table: String, _ rights: [(role: StoreRole, words: String)] = [],
    readers: [StoreRole] = [.operator, .reader, .board]
  ) {
    self.table = table
    self.rights = rights
    self.readers = readers
  }

  /// The right to delete old rows.
  ///
  /// A program that deletes old rows locks them first, and a lock needs the right to change a column. This right adds
  /// no danger, because the role may delete the whole row.
  private static func removing(_ column: String) -> String { "UPDATE (\(column)), DELETE" }

  private static func workers(_ words: String) -> [(role: StoreRole, words: String)] {
    StoreRole.workers.map { ($0, words) }
  }

  /// Every table of ``PostgresSchema``.
  static let all = [
    TableRights("store_version", workers("SELECT")),
    TableRights(
      "inbox", workers("SELECT, INSERT, \(removing("recorded_at"))") + [(.operator, removing("recorded_at"))]),
    // IntakeWorker enters applications. TransferWorker gives a transfer its arrival number, or ends it. NotifyWorker
    // only reads facts for its texts, for example which application a duplicate repeats.
    TableRights(
      "application",
      [
        (.intake, "SELECT, INSERT, UPDATE"),
        (
          .transfer,
          "SELECT, UPDATE (state, arrival, ended_at, duplicate_of, applicant_tie, conflicts_with, decisions)"
        ),
        (.notify, "SELECT"),
      ]),
    TableRights(
      "arrival_counter", [(.intake, "SELECT, INSERT, UPDATE"), (.transfer, "SELECT, INSERT, UPDATE")]),
    TableRights("transfer_slip", [(.transfer, "SELECT, INSERT, UPDATE")]),
    TableRights("signature_use", [(.intake, "SELECT, INSERT")]),
    TableRights("judgement", [(.intake, "SELECT, INSERT")]),
    TableRights("service_history", [(.notify, "SELECT, INSERT")]),
    TableRights("crash_suspect"),
    TableRights(
      "detour",
      workers("SELECT, INSERT, UPDATE, DELETE")
        + [(.operator, "INSERT, UPDATE, DELETE"), (.board, "INSERT, UPDATE, DELETE")]),
    TableRights(
      "standing_order",
      workers("SELECT") + [(.operator, "INSERT, UPDATE, DELETE"), (.board, "INSERT, UPDATE, DELETE")]),
    TableRights("deadline_watch", [(.intake, "SELECT, INSERT, UPDATE")]),
    TableRights("overdue_notice", [(.intake, "SELECT, INSERT, UPDATE")]),
    TableRights(
      "worker_process",
      workers("SELECT, INSERT, UPDATE, DELETE") + [(.operator, removing("renewed_at"))]),
    TableRights(
      "crash_note", workers("SELECT, INSERT, UPDATE, DELETE") + [(.operator, removing("alone"))]),
    // The role for reports must not see the hashes of passwords.
    TableRights("board_user", [(.operator, "INSERT, UPDATE, DELETE")], readers: [.operator, .board]),
    // Audit rows are only added, and removed when they are old.
    TableRights("board_action", [(.operator, "INSERT"), (.board, "INSERT, DELETE")]),
    TableRights("board_hour", [(.board, "INSERT, DELETE")]),
  ]
}
