import Admission
import GRDB
import QueueContracts

/// When applications of an applicant were judged, as rows of the inbox: they are forgotten with its others.
struct TurnTable {
  let db: Database

  static let query = "SELECT recorded_at FROM inbox WHERE worker = ? AND recorded_at > ?"

  func load(_ keys: [ApplicantKey: Timestamp]) throws -> [ApplicantKey: [Timestamp]] {
    guard !keys.isEmpty else { return [:] }
    let statement = try db.cachedStatement(sql: Self.query)
    var turns: [ApplicantKey: [Timestamp]] = [:]
    for (key, time) in keys {
      turns[key] = try Int64.fetchAll(statement, arguments: [key.inbox, time.milliseconds])
        .sorted().map(Timestamp.init(milliseconds:))
    }
    return turns
  }

  func insert(_ turn: ApplicantTurn) throws {
    try db.cachedStatement(sql: "INSERT INTO inbox (worker, message_id, recorded_at, outputs) VALUES (?, ?, ?, '[]')")
      .execute(arguments: [turn.applicant.inbox, turn.application.description, turn.time.milliseconds])
  }
}
