import GRDB
import QueueContracts

/// The application that each signature was first used for.
struct SignatureTable {
  let db: Database

  func load(_ keys: Set<String>) throws -> [String: ApplicationID] {
    guard !keys.isEmpty else { return [:] }
    let statement = try db.cachedStatement(
      sql: """
        SELECT signature, application_id FROM signature_use WHERE signature IN (SELECT value FROM json_each(?))
        """)
    let rows = try Row.fetchAll(statement, arguments: [keyList(Array(keys))])
    return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.decode(atIndex: 0), try $0.id(atIndex: 1)) })
  }

  func insert(_ application: ApplicationID, for key: String) throws {
    try db.cachedStatement(sql: "INSERT INTO signature_use (signature, application_id) VALUES (?, ?)")
      .execute(arguments: [key, application.description])
  }
}
