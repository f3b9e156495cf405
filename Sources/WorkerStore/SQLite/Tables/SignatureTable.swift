import QueueContracts

/// The table of signatures, each with the application that it was first used for.
struct SignatureTable {
  let statements: SQLiteStatements

  static let query = "SELECT application_id FROM signature_use WHERE signature = ?"

  func load(_ keys: Set<String>) throws -> [String: ApplicationID] {
    let statement = try statements.statement(Self.query)
    var uses: [String: ApplicationID] = [:]
    for key in keys {
      try statement.rows {
        $0.add(key)
      } use: {
        uses[key] = try $0.id(0)
      }
    }
    return uses
  }

  func insert(_ uses: [(key: String, application: ApplicationID)]) throws {
    let statement = try statements.statement("INSERT INTO signature_use (signature, application_id) VALUES (?, ?)")
    for (key, application) in uses {
      try statement.run { values in
        values.add(key)
        values.add(application)
      }
    }
  }
}
