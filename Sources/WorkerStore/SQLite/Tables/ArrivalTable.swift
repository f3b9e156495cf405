import Admission
import QueueContracts

/// The last arrival number of each school and year.
struct ArrivalTable {
  let statements: SQLiteStatements

  static let query = "SELECT last FROM arrival_counter WHERE school_bin = ? AND year = ?"

  func load(_ keys: Set<SchoolYear>) throws -> [SchoolYear: Int] {
    let statement = try statements.statement(Self.query)
    var arrivals: [SchoolYear: Int] = [:]
    for key in keys {
      try statement.rows {
        $0.add(key)
      } use: {
        arrivals[key] = $0.number(0)
      }
    }
    return arrivals
  }

  func insert(_ arrivals: [(key: SchoolYear, last: Int)]) throws {
    try write("INSERT INTO arrival_counter (last, school_bin, year) VALUES (?, ?, ?)", arrivals)
  }

  func update(_ arrivals: [(key: SchoolYear, last: Int)]) throws {
    try write("UPDATE arrival_counter SET last = ? WHERE school_bin = ? AND year = ?", arrivals)
  }

  private func write(_ sql: String, _ arrivals: [(key: SchoolYear, last: Int)]) throws {
    let statement = try statements.statement(sql)
    for (key, last) in arrivals {
      try statement.run { values in
        values.add(last)
        values.add(key)
      }
    }
  }
}

extension BoundValues {
  fileprivate mutating func add(_ key: SchoolYear) {
    add(key.school)
    add(key.year)
  }
}
