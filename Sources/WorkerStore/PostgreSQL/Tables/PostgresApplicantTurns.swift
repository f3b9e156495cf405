import Admission
import PostgresClient
import QueueContracts

/// The times at which an applicant's applications were judged.
///
/// The times are rows of the inbox, so retention deletes them with the inbox's other rows.
enum PostgresApplicantTurns {
  /// The query for the times of several applicants; `$1` is the array of their keys, which the column `worker` holds.
  ///
  /// If the keys came as JSON, PostgreSQL would expect many matching rows, and would read the whole table.
  static let query = """
    SELECT worker, recorded_at FROM inbox WHERE worker = ANY ($1::text[]) AND recorded_at > $2::bigint
    """

  /// The statement is planned at each use, because a plan that was made before the keys are known would read the whole
  /// table.
  static let known = PreparedStatement(query, isKept: false)

  /// Loads the times without locks: a transaction that counts an applicant's turns holds the applicant's lock
  /// (``ChildLocks``).
  static func load(
    _ keys: [ApplicantKey: Timestamp], in pipeline: inout PostgresPipeline
  ) -> Reading<[ApplicantKey: [Timestamp]]> {
    guard let start = keys.values.min() else { return { _ in [:] } }
    let place = pipeline.add(known, [.texts(keys.keys.map(\.inbox)), .number(start.milliseconds)])
    return { answers in
      let rows = answers[place]
      var times: [String: [Timestamp]] = [:]
      for row in rows.indices {
        let time = Timestamp(milliseconds: try rows.storedNumber(row, 1))
        times[try rows.storedText(row, 0), default: []].append(time)
      }
      return Dictionary(
        uniqueKeysWithValues: keys.map { key, start in
          (key, times[key.inbox, default: []].filter { $0 > start }.sorted())
        })
    }
  }

  private static let added = PreparedStatement(
    """
    INSERT INTO inbox (worker, message_id, recorded_at, outputs)
    SELECT worker, message_id, recorded_at, '[]'
    FROM unnest($1::text[], $2::uuid[], $3::bigint[]) AS added (worker, message_id, recorded_at)
    ORDER BY worker, message_id
    """)

  static func insert(_ turns: [ApplicantTurn], in pipeline: inout PostgresPipeline) {
    guard !turns.isEmpty else { return }
    pipeline.add(
      added,
      [
        .texts(turns.map(\.applicant.inbox)), .uuids(turns.map(\.application.uuid)),
        .numbers(turns.map(\.time.milliseconds)),
      ])
  }
}
