import Admission
import PostgresClient

/// Locks that keep transactions about the same child apart.
///
/// A row lock cannot cover a child's first application, which has no row yet. So each transaction holds, until it ends,
/// an advisory lock on the 32-bit hash of the child's IIN. If two children have the same hash, their transactions wait
/// for each other, which does no harm. If an hourly quota is configured, the applicant is locked in the same way.
///
/// All transactions of all processes share PostgreSQL's lock table, which has room for 6,400 locks by default. A
/// transaction that finds the table full, or needs more than ``limit`` locks, takes one lock that excludes all other
/// transactions with child locks.
struct ChildLocks {
  /// The key space of these locks (`Qabl`), which keeps them apart from other programs' locks on the database.
  private static let space = 0x5161_626C
  /// The lock that all transactions with child locks share; a transaction that locks all children holds it alone.
  private static let sharedLock = (space: 0x5161_626D, key: 0)
  /// The number of locks that one transaction may take; a batch has at most 200 messages by default.
  private static let limit = 512

  private let children: [String]

  init(_ children: Set<String>, _ applicants: some Sequence<ApplicantKey>) {
    self.children = children.map(\.keyText) + applicants.map(\.text)
  }

  private static let lockAll = PreparedStatement("SELECT pg_advisory_xact_lock(\(sharedLock.space), \(sharedLock.key))")

  /// Takes the locks of the children in ascending order, so that no two transactions wait for each other.
  ///
  /// ``sharedLock`` may be taken before or after the children's locks. A transaction that runs
  /// ``lockAll`` holds no lock of a single child, so ``lockEach`` and ``lockAll`` cannot deadlock.
  private static let lockEach = PreparedStatement(
    """
    SELECT pg_advisory_xact_lock_shared(\(sharedLock.space), \(sharedLock.key)),
    count(pg_advisory_xact_lock(\(space), number)) FROM (
      SELECT DISTINCT hashtextextended(child, 0)::bit(32)::integer AS number
      FROM unnest($1::text[]) AS child ORDER BY number
    ) AS locks
    """)

  /// Adds the statement that takes the locks.
  ///
  /// - Parameters:
  ///   - pipeline: gets the statement.
  ///   - isLockTableFull: true if the server had no room for more locks in an earlier try.
  func take(in pipeline: inout PostgresPipeline, isLockTableFull: Bool) {
    guard !children.isEmpty else { return }
    guard !isLockTableFull, children.count <= Self.limit else {
      pipeline.add(Self.lockAll)
      return
    }
    pipeline.add(Self.lockEach, [.texts(children)])
  }
}
