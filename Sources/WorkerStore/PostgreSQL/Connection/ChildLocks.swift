import Admission
import PostgresClient

/// Keeps transactions with a child in common apart.
///
/// A row lock cannot hold the place of a row that does not exist: a child's first application. So the child's number is
/// locked, by its 32-bit hash, as an advisory lock that the end of the transaction lets go. Two numbers that share a hash
/// only wait. An applicant whose applications are counted is locked in the same way.
///
/// All transactions of all processes share PostgreSQL's lock table, which holds 6,400 as it is configured by default. A
/// transaction that finds it full, or needs too many itself, takes one lock that excludes all others'.
struct ChildLocks {
  /// Tells our locks from those of other programs on the database: `Qabl`.
  private static let space = 0x5161_626C
  /// Shared by those who lock their children, taken alone by who locks all.
  private static let everybody = (space: 0x5161_626D, key: 0)
  /// A batch of workers as they are configured by default has at most 200.
  private static let limit = 512

  private let children: [String]

  init(_ children: Set<String>, _ applicants: some Sequence<ApplicantKey>) {
    self.children = children.map(\.keyText) + applicants.map(\.text)
  }

  private static let all = PreparedStatement("SELECT pg_advisory_xact_lock(\(everybody.space), \(everybody.key))")

  /// In ascending order, so that no two transactions wait for each other.
  ///
  /// Who has locked all takes no second lock: it does not matter which of the two comes first here.
  private static let each = PreparedStatement(
    """
    SELECT pg_advisory_xact_lock_shared(\(everybody.space), \(everybody.key)),
    count(pg_advisory_xact_lock(\(space), number)) FROM (
      SELECT DISTINCT hashtextextended(child, 0)::bit(32)::integer AS number
      FROM unnest($1::text[]) AS child ORDER BY number
    ) AS locks
    """)

  /// - Parameter isCrowded: true if the lock table was found full.
  func take(in pipeline: inout PostgresPipeline, isCrowded: Bool) {
    guard !children.isEmpty else { return }
    guard !isCrowded, children.count <= Self.limit else {
      pipeline.add(Self.all)
      return
    }
    pipeline.add(Self.each, [.texts(children)])
  }
}
