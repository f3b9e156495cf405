import Admission
import QueueContracts

/// The times at which an applicant's applications were judged.
///
/// The times are rows of the inbox, so retention deletes them with the inbox's other rows.
struct ApplicantTurnTable {
  let statements: SQLiteStatements

  static let query = "SELECT recorded_at FROM inbox WHERE worker = ? AND recorded_at > ?"
  private static let inserting = "INSERT INTO inbox (worker, message_id, recorded_at, outputs) VALUES (?, ?, ?, '[]')"

  func load(_ keys: [ApplicantKey: Timestamp]) throws -> [ApplicantKey: [Timestamp]] {
    let statement = try statements.statement(Self.query)
    var turns: [ApplicantKey: [Timestamp]] = [:]
    for (key, time) in keys {
      var times: [Timestamp] = []
      try statement.rows {
        $0.add(key.inbox)
        $0.add(time)
      } use: {
        times.append($0.time(0))
      }
      turns[key] = times.sorted()
    }
    return turns
  }

  func insert(_ turns: [ApplicantTurn]) throws {
    let statement = try statements.statement(Self.inserting)
    for turn in turns {
      try statement.run { values in
        values.add(turn.applicant.inbox)
        values.add(turn.application)
        values.add(turn.time)
      }
    }
  }
}
