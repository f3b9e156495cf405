import Admission
import PostgresClient
import QueueContracts
import WorkerRuntime

/// The table of deregistration slips, each with the applications that it was accepted for.
enum PostgresSlips {
  private struct Row: Decodable {
    let fromSchoolBin: String
    let number: String
  }

  static let locked = PreparedStatement(
    """
    SELECT slip.from_school_bin, slip.number, slip.application_id, slip.earlier FROM (
      SELECT * FROM unnest($1::text[], $2::text[]) AS key (from_school_bin, number) ORDER BY from_school_bin, number
    ) AS key, LATERAL (
      SELECT * FROM transfer_slip WHERE from_school_bin = key.from_school_bin AND number = key.number FOR UPDATE
    ) AS slip
    """)

  /// Loads the slips and locks their rows until the transaction ends.
  static func load(
    _ keys: Set<SlipKey>, in pipeline: inout PostgresPipeline
  ) throws(StoreError) -> Reading<[SlipKey: SlipHolders]> {
    guard !keys.isEmpty else { return { _ in [:] } }
    let place = pipeline.add(locked, try values(of: Array(keys)))
    return { answers in
      let rows = answers[place]
      var slips: [SlipKey: SlipHolders] = [:]
      for row in rows.indices {
        let key = SlipKey(fromSchoolBin: try rows.storedText(row, 0), number: try rows.storedText(row, 1))
        let latest = try ApplicationID(uuid: rows.storedUUID(row, 2))
        slips[key] = try SlipHolders(latest: latest, earlierText: rows.text(row, 3))
      }
      return slips
    }
  }

  /// The keys as two arrays, of schools and of numbers.
  static func values(of keys: [SlipKey]) throws(StoreError) -> [PostgresValue] {
    var (schools, numbers): ([String], [String]) = ([], [])
    for key in keys {
      schools.append(try key.fromSchoolBin.keyText.storable("transfer_slip.from_school_bin"))
      numbers.append(try key.number.keyText.storable("transfer_slip.number"))
    }
    return [.texts(schools), .texts(numbers)]
  }

  static func slip(of application: ApplicationID, on connection: PostgresConnection) throws -> SlipKey? {
    let rows: [Row] = try connection.rows(
      "SELECT from_school_bin, number FROM transfer_slip WHERE application_id = $1::uuid LIMIT 1",
      [application.description])
    return rows.first.map { SlipKey(fromSchoolBin: $0.fromSchoolBin, number: $0.number) }
  }

  private static let added = PreparedStatement(
    """
    INSERT INTO transfer_slip (from_school_bin, number, application_id, earlier)
    SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[])
    AS added (from_school_bin, number, application_id, earlier)
    ORDER BY from_school_bin, number
    """)

  static func insert(
    _ slips: [(key: SlipKey, holders: SlipHolders)], in pipeline: inout PostgresPipeline
  ) throws(StoreError) {
    try write(slips, by: added, in: &pipeline)
  }

  static let changed = PreparedStatement(
    """
    UPDATE transfer_slip AS slip SET application_id = changed.application_id, earlier = changed.earlier
    FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[])
    AS changed (from_school_bin, number, application_id, earlier)
    WHERE slip.from_school_bin = changed.from_school_bin AND slip.number = changed.number
    """)

  static func update(
    _ slips: [(key: SlipKey, holders: SlipHolders)], in pipeline: inout PostgresPipeline
  ) throws(StoreError) {
    try write(slips, by: changed, in: &pipeline)
  }

  private static func write(
    _ slips: [(key: SlipKey, holders: SlipHolders)], by statement: PreparedStatement,
    in pipeline: inout PostgresPipeline
  ) throws(StoreError) {
    guard !slips.isEmpty else { return }
    let holders: [PostgresValue] = [
      .uuids(slips.map(\.holders.latest.uuid)), .texts(slips.map(\.holders.earlierText)),
    ]
    pipeline.add(statement, try values(of: slips.map(\.key)) + holders)
  }
}
