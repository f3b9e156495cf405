import Admission
import GRDB
import QueueContracts
import WorkerRuntime

/// The application that each deregistration slip was last given with.
struct SlipTable {
  let db: Database

  func load(_ keys: Set<SlipKey>) throws -> [SlipKey: ApplicationID] {
    guard !keys.isEmpty else { return [:] }
    let statement = try db.cachedStatement(
      sql: """
        SELECT from_school_bin, number, application_id FROM json_each(?) AS key CROSS JOIN transfer_slip
        ON from_school_bin = key.value ->> 0 AND number = key.value ->> 1
        """)
    var slips: [SlipKey: ApplicationID] = [:]
    let pairs = keys.map { [$0.fromSchoolBin.keyText, $0.number.keyText] }
    let rows = try Row.fetchCursor(statement, arguments: [keyList(pairs)])
    while let row = try rows.next() {
      try slips[SlipKey(fromSchoolBin: row.decode(atIndex: 0), number: row.decode(atIndex: 1))] = row.id(atIndex: 2)
    }
    return slips
  }

  func slip(of application: ApplicationID) throws -> SlipKey? {
    let sql = "SELECT from_school_bin, number FROM transfer_slip WHERE application_id = ? LIMIT 1"
    return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [application.description]).map { row in
      SlipKey(fromSchoolBin: try row.decode(atIndex: 0), number: try row.decode(atIndex: 1))
    }
  }

  func insert(_ holder: ApplicationID, of key: SlipKey) throws {
    try write("INSERT INTO transfer_slip (application_id, from_school_bin, number) VALUES (?, ?, ?)", holder, key)
  }

  func update(_ holder: ApplicationID, of key: SlipKey) throws {
    try write("UPDATE transfer_slip SET application_id = ? WHERE from_school_bin = ? AND number = ?", holder, key)
  }

  private func write(_ sql: String, _ holder: ApplicationID, _ key: SlipKey) throws {
    try db.cachedStatement(sql: sql).execute(arguments: [
      holder.description, key.fromSchoolBin.keyText.storable("transfer_slip.from_school_bin"),
      key.number.keyText.storable("transfer_slip.number"),
    ])
  }
}
