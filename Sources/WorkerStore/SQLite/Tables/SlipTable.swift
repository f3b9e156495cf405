import Admission
import QueueContracts
import WorkerRuntime

/// The table of deregistration slips, each with the application that it was last accepted for.
struct SlipTable {
  let statements: SQLiteStatements

  static let query = "SELECT application_id FROM transfer_slip WHERE from_school_bin = ? AND number = ?"

  func load(_ keys: Set<SlipKey>) throws -> [SlipKey: ApplicationID] {
    let statement = try statements.statement(Self.query)
    var slips: [SlipKey: ApplicationID] = [:]
    for key in keys {
      try statement.rows {
        $0.add(key.fromSchoolBin.keyText)
        $0.add(key.number.keyText)
      } use: {
        slips[key] = try $0.id(0)
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

  func insert(_ slips: [(key: SlipKey, holder: ApplicationID)]) throws {
    try write("INSERT INTO transfer_slip (application_id, from_school_bin, number) VALUES (?, ?, ?)", slips)
  }

  func update(_ slips: [(key: SlipKey, holder: ApplicationID)]) throws {
    try write("UPDATE transfer_slip SET application_id = ? WHERE from_school_bin = ? AND number = ?", slips)
  }

  private func write(_ sql: String, _ slips: [(key: SlipKey, holder: ApplicationID)]) throws {
    let statement = try statements.statement(sql)
    for (key, holder) in slips {
      try statement.run { values in
        values.add(holder)
        values.add(try key.fromSchoolBin.keyText.storable("transfer_slip.from_school_bin"))
        values.add(try key.number.keyText.storable("transfer_slip.number"))
      }
    }
  }
}
