import Admission
import QueueContracts

/// The judgements of applications.
struct JudgementTable {
  let statements: SQLiteStatements

  static let query = "SELECT edition, judged_at, grounds FROM judgement WHERE application_id = ?"
  private static let inserting = """
    INSERT INTO judgement (application_id, edition, judged_at, grounds) VALUES (?, ?, ?, ?)
    """

  func load(_ applications: [ApplicationID]) throws -> [Judgement] {
    let statement = try statements.statement(Self.query)
    var judgements: [Judgement] = []
    for id in applications {
      try statement.rows {
        $0.add(id)
      } use: { row in
        let text = try row.text(2)
        judgements.append(
          Judgement(
            application: id, edition: try row.text(0), judgedAt: row.time(1),
            grounds: try Grounds(text: text), encodedGrounds: text))
      }
    }
    return judgements
  }

  func insert(_ judgements: [Judgement]) throws {
    let statement = try statements.statement(Self.inserting)
    for judgement in judgements {
      try statement.run { values in
        values.add(judgement.application)
        values.add(try judgement.edition.storable("judgement.edition"))
        values.add(judgement.judgedAt)
        values.add(judgement.encodedGrounds)
      }
    }
  }
}
