import Admission
import PostgresClient
import QueueContracts
import WorkerRuntime

/// The last arrival number of each school and year.
enum PostgresArrivals {
  static let locked = PreparedStatement(
    """
    SELECT counter.school_bin, counter.year, counter.last FROM (
      SELECT * FROM unnest($1::text[], $2::bigint[]) AS key (school_bin, year) ORDER BY school_bin, year
    ) AS key, LATERAL (
      SELECT * FROM arrival_counter WHERE school_bin = key.school_bin AND year = key.year::integer FOR UPDATE
    ) AS counter
    """)

  /// Loads the numbers and locks their rows until the transaction ends.
  static func load(_ keys: Set<SchoolYear>, in pipeline: inout PostgresPipeline) -> Reading<[SchoolYear: Int]> {
    guard !keys.isEmpty else { return { _ in [:] } }
    let keys = Array(keys)
    let place = pipeline.add(
      locked, [.texts(keys.map(\.school)), .numbers(keys.map { Int64($0.year) })])
    return { answers in
      let rows = answers[place]
      var arrivals: [SchoolYear: Int] = [:]
      for row in rows.indices {
        guard let school = rows.text(row, 0).flatMap({ BIN($0) }), let year = rows.number(row, 1) else {
          throw StoreError.rejected("a stored row cannot be read: a school")
        }
        arrivals[SchoolYear(school: school, year: Int(year))] = rows.number(row, 2).map { Int($0) }
      }
      return arrivals
    }
  }

  private static let added = PreparedStatement(
    """
    INSERT INTO arrival_counter (school_bin, year, last)
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS added (school_bin, year, last)
    ORDER BY school_bin, year
    """)

  static func insert(_ arrivals: [(key: SchoolYear, last: Int)], in pipeline: inout PostgresPipeline) {
    write(arrivals, by: added, in: &pipeline)
  }

  static let changed = PreparedStatement(
    """
    UPDATE arrival_counter AS counter SET last = changed.last
    FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS changed (school_bin, year, last)
    WHERE counter.school_bin = changed.school_bin AND counter.year = changed.year::integer
    """)

  static func update(_ arrivals: [(key: SchoolYear, last: Int)], in pipeline: inout PostgresPipeline) {
    write(arrivals, by: changed, in: &pipeline)
  }

  private static func write(
    _ arrivals: [(key: SchoolYear, last: Int)], by statement: PreparedStatement, in pipeline: inout PostgresPipeline
  ) {
    guard !arrivals.isEmpty else { return }
    pipeline.add(
      statement,
      [
        .texts(arrivals.map(\.key.school)), .numbers(arrivals.map { Int64($0.key.year) }),
        .numbers(arrivals.map { Int64($0.last) }),
      ])
  }
}
