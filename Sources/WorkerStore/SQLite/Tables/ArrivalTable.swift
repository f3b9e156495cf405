import Admission
import GRDB
import QueueContracts

/// The last arrival number of each school and year.
struct ArrivalTable {
  let db: Database

  func load(_ keys: Set<SchoolYear>) throws -> [SchoolYear: Int] {
    guard !keys.isEmpty else { return [:] }
    let statement = try db.cachedStatement(
      sql: """
        SELECT school_bin, year, last FROM json_each(?) AS key CROSS JOIN arrival_counter
        ON school_bin = key.value ->> 0 AND year = key.value ->> 1
        """)
    var arrivals: [SchoolYear: Int] = [:]
    let pairs = keys.map { Pair(text: $0.school, number: $0.year) }
    let rows = try Row.fetchCursor(statement, arguments: [keyList(pairs)])
    while let row = try rows.next() {
      try arrivals[SchoolYear(school: row.bin(atIndex: 0), year: row.decode(atIndex: 1))] = row.decode(atIndex: 2)
    }
    return arrivals
  }

  func insert(_ last: Int, for key: SchoolYear) throws {
    try db.cachedStatement(sql: "INSERT INTO arrival_counter (last, school_bin, year) VALUES (?, ?, ?)")
      .execute(arguments: [last, key.school, key.year])
  }

  func update(_ last: Int, for key: SchoolYear) throws {
    try db.cachedStatement(sql: "UPDATE arrival_counter SET last = ? WHERE school_bin = ? AND year = ?")
      .execute(arguments: [last, key.school, key.year])
  }

  private struct Pair: Encodable {
    let text: String
    let number: Int

    func encode(to encoder: any Encoder) throws {
      var list = encoder.unkeyedContainer()
      try list.encode(text)
      try list.encode(number)
    }
  }
}
