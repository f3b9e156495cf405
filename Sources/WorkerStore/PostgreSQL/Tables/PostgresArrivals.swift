import Admission
import PostgresClient
import QueueContracts
import WorkerRuntime

/// The last arrival number of each school and year.
struct PostgresArrivals {
  let connection: PostgresConnection

  private struct Row: Codable {
    let schoolBin: String
    let year: Int
    var last: Int?

    init(_ key: SchoolYear, last: Int? = nil) { (schoolBin, year, self.last) = (key.school, key.year, last) }
  }

  /// Locks them until the transaction ends.
  func load(_ keys: Set<SchoolYear>) throws -> [SchoolYear: Int] {
    guard !keys.isEmpty else { return [:] }
    let rows: [Row] = try connection.rows(
      """
      SELECT counter.* FROM json_populate_recordset(NULL::arrival_counter, $1) AS key
      JOIN arrival_counter AS counter USING (school_bin, year) ORDER BY school_bin, year FOR UPDATE OF counter
      """, [PostgresConnection.json(keys.map { Row($0) })])
    var arrivals: [SchoolYear: Int] = [:]
    for row in rows {
      guard let school = BIN(row.schoolBin) else { throw StoreError.rejected("a stored row cannot be read: a school") }
      arrivals[SchoolYear(school: school, year: row.year)] = row.last
    }
    return arrivals
  }

  func insert(_ arrivals: [(key: SchoolYear, last: Int)]) throws {
    try connection.insert(
      arrivals.map { Row($0.key, last: $0.last) }, into: "arrival_counter", "school_bin, year, last",
      by: "school_bin, year")
  }

  func update(_ arrivals: [(key: SchoolYear, last: Int)]) throws {
    guard !arrivals.isEmpty else { return }
    try connection.value(
      """
      UPDATE arrival_counter AS counter SET last = changed.last
      FROM json_populate_recordset(NULL::arrival_counter, $1) AS changed
      WHERE counter.school_bin = changed.school_bin AND counter.year = changed.year
      """, [PostgresConnection.json(arrivals.map { Row($0.key, last: $0.last) })])
  }
}
