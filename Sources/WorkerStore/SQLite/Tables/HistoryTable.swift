import Admission
import Foundation
import GRDB
import QueueContracts
import WorkerRuntime

/// The entries of the service history.
struct HistoryTable {
  let db: Database

  /// Those of the entries that the history has.
  func known(_ entries: Set<MessageID>) throws -> Set<MessageID> {
    guard !entries.isEmpty else { return [] }
    let statement = try db.cachedStatement(
      sql: "SELECT entry_id FROM service_history WHERE entry_id IN (SELECT value FROM json_each(?))")
    return Set(try Row.fetchAll(statement, arguments: [keyList(Array(entries))]).map { try $0.id(atIndex: 0) })
  }

  func insert(_ entry: HistoryEntry) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO service_history (entry_id, recipient_iin, application_id, occurred_at, step, entry)
        VALUES (?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      entry.entryId.description, entry.recipientIin.keyText.storable("service_history.recipient_iin"),
      entry.applicationId.description, entry.occurredAt.milliseconds, entry.step.rawValue,
      String(decoding: WireCodec.encode(entry), as: UTF8.self),
    ])
  }

  func entries(recipientIin: String) throws -> [HistoryEntry] {
    try entries(whose: "recipient_iin = ?", recipientIin.keyText)
  }

  func entries(of application: ApplicationID) throws -> [HistoryEntry] {
    try entries(whose: "application_id = ?", application.description)
  }

  func entries(_ ids: [MessageID]) throws -> [HistoryEntry] {
    guard !ids.isEmpty else { return [] }
    return try entries(whose: "entry_id IN (SELECT value FROM json_each(?))", keyList(ids))
  }

  private func entries(whose condition: String, _ key: String) throws -> [HistoryEntry] {
    // By the row id last, so that entries of the same moment and step are always listed alike: as they were posted.
    let statement = try db.cachedStatement(
      sql: "SELECT entry FROM service_history WHERE \(condition) ORDER BY occurred_at, step, rowid")
    return try String.fetchAll(statement, arguments: [key]).map {
      try JSONDecoder().decode(HistoryEntry.self, from: Data($0.utf8))
    }
  }
}
