import Admission
import GRDB
import QueueContracts

/// What each application was judged by.
struct JudgementTable {
  let db: Database

  func load(_ applications: [ApplicationID]) throws -> [Judgement] {
    guard !applications.isEmpty else { return [] }
    let statement = try db.cachedStatement(
      sql: """
        SELECT application_id, edition, judged_at, grounds FROM judgement
        WHERE application_id IN (SELECT value FROM json_each(?))
        """)
    return try Row.fetchAll(statement, arguments: [keyList(applications)]).map { row in
      let text: String = try row.decode(atIndex: 3)
      return Judgement(
        application: try row.id(atIndex: 0), edition: try row.decode(atIndex: 1), judgedAt: try row.time(atIndex: 2),
        grounds: try Grounds(text: text), encodedGrounds: text)
    }
  }

  func insert(_ judgement: Judgement) throws {
    let statement = try db.cachedStatement(
      sql: "INSERT INTO judgement (application_id, edition, judged_at, grounds) VALUES (?, ?, ?, ?)")
    try statement.execute(arguments: [
      judgement.application.description, judgement.edition.storable("judgement.edition"),
      judgement.judgedAt.milliseconds, judgement.encodedGrounds,
    ])
  }
}
