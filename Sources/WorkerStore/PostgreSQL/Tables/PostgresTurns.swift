import Admission
import PostgresClient
import QueueContracts

/// When applications of an applicant were judged, as rows of the inbox: they are forgotten with its others.
struct PostgresTurns {
  let connection: PostgresConnection

  private struct Found: Decodable {
    let worker: String
    let recordedAt: Int64
  }

  private struct Row: Encodable {
    let worker: String
    let messageId: ApplicationID
    let recordedAt: Int64
    var outputs = "[]"
  }

  /// The names as an array that is written out: of a list from JSON PostgreSQL does not see that nearly no row has them,
  /// and would read the whole table.
  static let query = """
    SELECT worker, recorded_at FROM inbox WHERE worker = ANY ($1::text[]) AND recorded_at > $2::bigint
    """

  /// Locks nothing: whoever counts an applicant's turns has the applicant's lock (``ChildLocks``).
  func load(_ keys: [ApplicantKey: Timestamp]) throws -> [ApplicantKey: [Timestamp]] {
    guard let start = keys.values.min() else { return [:] }
    let names = keys.keys.map { "\"\($0.inbox)\"" }.joined(separator: ",")
    let found: [Found] = try connection.rows(Self.query, ["{\(names)}", "\(start.milliseconds)"])
    let times = Dictionary(grouping: found, by: \.worker)
    return Dictionary(
      uniqueKeysWithValues: keys.map { key, start in
        let own = times[key.inbox, default: []].map { Timestamp(milliseconds: $0.recordedAt) }
        return (key, own.filter { $0 > start }.sorted())
      })
  }

  func insert(_ turns: [ApplicantTurn]) throws {
    let rows = turns.map {
      Row(worker: $0.applicant.inbox, messageId: $0.application, recordedAt: $0.time.milliseconds)
    }
    try connection.insert(
      rows, into: "inbox", "worker, message_id, recorded_at, outputs", by: "worker, message_id")
  }
}
