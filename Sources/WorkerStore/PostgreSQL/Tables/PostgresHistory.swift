import Admission
import Foundation
import PostgresClient
import QueueContracts
import WorkerRuntime

/// The entries of the service history.
struct PostgresHistory {
  let connection: PostgresConnection

  private struct Row: Encodable {
    let entryId: MessageID
    let recipientIin: String
    let applicationId: ApplicationID
    let occurredAt: Int64
    let step: Int
    let entry: String

    init(_ entry: HistoryEntry) throws(StoreError) {
      (entryId, applicationId) = (entry.entryId, entry.applicationId)
      recipientIin = try entry.recipientIin.keyText.storable("service_history.recipient_iin")
      (occurredAt, step) = (entry.occurredAt.milliseconds, entry.step.rawValue)
      self.entry = String(decoding: WireCodec.encode(entry), as: UTF8.self)
    }
  }

  private struct EntryRow: Decodable { let entryId: MessageID }
  private struct TextRow: Decodable { let entry: String }

  /// Those of the entries that the history has.
  func known(_ entries: Set<MessageID>) throws -> Set<MessageID> {
    guard !entries.isEmpty else { return [] }
    let rows: [EntryRow] = try connection.rows(
      """
      SELECT entry_id FROM service_history
      WHERE entry_id = ANY (ARRAY (SELECT value::uuid FROM json_array_elements_text($1)))
      """, [keyList(Array(entries))])
    return Set(rows.map(\.entryId))
  }

  func insert(_ entries: [HistoryEntry]) throws {
    try connection.insert(
      try entries.map(Row.init), into: "service_history",
      "entry_id, recipient_iin, application_id, occurred_at, step, entry")
  }

  func entries(recipientIin: String) throws -> [HistoryEntry] {
    try entries(whose: "recipient_iin = $1", recipientIin.keyText)
  }

  func entries(of application: ApplicationID) throws -> [HistoryEntry] {
    try entries(whose: "application_id = $1::uuid", application.description)
  }

  func entries(of applications: [ApplicationID]) throws -> [HistoryEntry] {
    try entries(
      whose: "application_id = ANY (ARRAY (SELECT value::uuid FROM json_array_elements_text($1)))",
      keyList(applications))
  }

  func entries(_ ids: [MessageID]) throws -> [HistoryEntry] {
    guard !ids.isEmpty else { return [] }
    return try entries(
      whose: "entry_id = ANY (ARRAY (SELECT value::uuid FROM json_array_elements_text($1)))", keyList(ids))
  }

  private func entries(whose condition: String, _ key: String) throws -> [HistoryEntry] {
    // As posted last, so that entries of the same moment and step are always listed alike.
    let rows: [TextRow] = try connection.rows(
      "SELECT entry FROM service_history WHERE \(condition) ORDER BY occurred_at, step, posted", [key])
    return try rows.map { try JSONDecoder().decode(HistoryEntry.self, from: Data($0.entry.utf8)) }
  }
}
