import Admission
import PostgresClient
import QueueContracts
import WorkerRuntime

/// Keeps transactions with a key in common apart, for what is in the tables and for what is not there yet.
///
/// A row lock cannot hold the place of a row that does not exist: a child's first application, a slip that nobody gave.
/// So keys are locked and not rows, each as one of 1,024 advisory locks by its hash. They are taken first, at once and in
/// ascending order, so that no two transactions wait for each other, and are let go by the end of the transaction. At most
/// 1,024 are held by all processes together, which PostgreSQL's lock table holds as it is configured by default. Two keys
/// that share a lock only wait.
struct KeyLocks {
  private static let count = 1024
  /// Tells our locks from those of other programs on the database: `Qabl`.
  private static let space = 0x5161_626C

  private let names: [String]

  init(inbox: InboxKeys, ledger: Ledger.Keys) {
    names =
      inbox.messages.map { "message \(inbox.worker) \($0)" } + ledger.applications.map { "application \($0)" }
      + ledger.children.map { "child \($0.keyText)" } + ledger.schoolYears.map { "arrivals \($0.school) \($0.year)" }
      + ledger.slips.map { "slip \($0.fromSchoolBin.keyText) \($0.number.keyText)" }
      + ledger.entries.map { "entry \($0)" }
  }

  func take(on connection: PostgresConnection) throws {
    guard !names.isEmpty else { return }
    try connection.value(
      """
      SELECT count(pg_advisory_xact_lock(\(Self.space), number)) FROM (
        SELECT DISTINCT (hashtextextended(name, 0) & \(Self.count - 1))::integer AS number
        FROM json_array_elements_text($1) AS name ORDER BY number
      ) AS locks
      """, [keyList(names)])
  }
}
