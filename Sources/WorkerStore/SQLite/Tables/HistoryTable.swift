import Admission
import Foundation
import QueueContracts
import WorkerRuntime

/// The entries of the service history.
struct HistoryTable {
  let statements: SQLiteStatements

  static let query = "SELECT 1 FROM service_history WHERE entry_id = ?"
  // The row id comes last, so that entries of the same moment and step always come in the order of posting.
  private static let inOrder = "ORDER BY occurred_at, step, rowid"
  static let ofRecipient = "SELECT entry FROM service_history WHERE recipient_iin = ? \(inOrder)"
  static let ofApplication = "SELECT entry FROM service_history WHERE application_id = ? \(inOrder)"
  private static let byID = """
    SELECT entry FROM service_history WHERE entry_id IN (SELECT value FROM json_each(?)) \(inOrder)
    """
  private static let inserting = """
    INSERT INTO service_history (entry_id, recipient_iin, application_id, occurred_at, step, entry)
    VALUES (?, ?, ?, ?, ?, ?)
    """

  /// Finds out which of these entries are in the history.
  func known(_ entries: Set<MessageID>) throws -> Set<MessageID> {
    let statement = try statements.statement(Self.query)
    var known: Set<MessageID> = []
    for entry in entries {
      try statement.rows {
        $0.add(entry)
      } use: { _ in
        known.insert(entry)
      }
    }
    return known
  }

  func insert(_ entries: [HistoryEntry]) throws {
    let statement = try statements.statement(Self.inserting)
    for entry in entries {
      try statement.run { values in
        values.add(entry.entryId)
        values.add(try entry.recipientIin.keyText.storable("service_history.recipient_iin"))
        values.add(entry.applicationId)
        values.add(entry.occurredAt)
        values.add(entry.step.rawValue)
        values.add(WireCodec.bytes(of: entry))
      }
    }
  }

  func entries(recipientIin: String) throws -> [HistoryEntry] {
    try entries(Self.ofRecipient) { $0.add(recipientIin.keyText) }
  }

  func entries(of application: ApplicationID) throws -> [HistoryEntry] {
    try entries(Self.ofApplication) { $0.add(application) }
  }

  func entries(_ ids: [MessageID]) throws -> [HistoryEntry] {
    guard !ids.isEmpty else { return [] }
    return try entries(Self.byID) { $0.add(keyList(ids)) }
  }

  private func entries(_ sql: String, _ bind: (inout BoundValues) -> Void) throws -> [HistoryEntry] {
    var entries: [HistoryEntry] = []
    try statements.statement(sql).rows(bind) { row in
      entries.append(try JSONReader.decode(HistoryEntry.self, from: row.text(0)))
    }
    return entries
  }
}
