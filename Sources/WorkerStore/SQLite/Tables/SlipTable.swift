import Admission
import QueueContracts
import WorkerRuntime

/// The table of deregistration slips, each with the applications that it was accepted for.
struct SlipTable {
  let statements: SQLiteStatements

  static let query = "SELECT application_id, earlier FROM transfer_slip WHERE from_school_bin = ? AND number = ?"

  func load(_ keys: Set<SlipKey>) throws -> [SlipKey: SlipHolders] {
    let statement = try statements.statement(Self.query)
    var slips: [SlipKey: SlipHolders] = [:]
    for key in keys {
      try statement.rows {
        $0.add(key.fromSchoolBin.keyText)
        $0.add(key.number.keyText)
      } use: {
        slips[key] = try SlipHolders(latest: $0.id(0), earlierText: $0.optionalText(1))
      }
    }
    return slips
  }

  func slip(of application: ApplicationID) throws -> SlipKey? {
    var slip: SlipKey?
    let sql = "SELECT from_school_bin, number FROM transfer_slip WHERE application_id = ? LIMIT 1"
    try statements.statement(sql).rows {
      $0.add(application)
    } use: { row in
      slip = SlipKey(fromSchoolBin: try row.text(0), number: try row.text(1))
    }
    return slip
  }

  func insert(_ slips: [(key: SlipKey, holders: SlipHolders)]) throws {
    try write("INSERT INTO transfer_slip (application_id, earlier, from_school_bin, number) VALUES (?, ?, ?, ?)", slips)
  }

  func update(_ slips: [(key: SlipKey, holders: SlipHolders)]) throws {
    try write(
      "UPDATE transfer_slip SET application_id = ?, earlier = ? WHERE from_school_bin = ? AND number = ?", slips)
  }

  private func write(_ sql: String, _ slips: [(key: SlipKey, holders: SlipHolders)]) throws {
    let statement = try statements.statement(sql)
    for (key, holders) in slips {
      try statement.run { values in
        values.add(holders.latest)
        values.add(holders.earlierText)
        values.add(try key.fromSchoolBin.keyText.storable("transfer_slip.from_school_bin"))
        values.add(try key.number.keyText.storable("transfer_slip.number"))
      }
    }
  }
}
