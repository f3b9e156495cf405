import Foundation
import PostgresClient
import QueueContracts
import WorkerRuntime

/// What each message came to, per worker.
struct PostgresInbox {
  let connection: PostgresConnection
  let worker: String

  private struct Row: Codable {
    let worker: String
    let messageId: MessageID
    let recordedAt: Int64
    let outputs: String
  }

  private static let columns = "worker, message_id, recorded_at, outputs"

  func load(_ messages: [MessageID]) throws -> Inbox {
    guard !messages.isEmpty else { return Inbox() }
    let rows: [Row] = try connection.rows(
      """
      SELECT \(Self.columns) FROM inbox
      WHERE worker = $1 AND message_id = ANY (ARRAY (SELECT value::uuid FROM json_array_elements_text($2)))
      """, [worker, keyList(messages)])
    let entries = try rows.map { row in
      let outputs = try JSONDecoder().decode([Output].self, from: Data(row.outputs.utf8))
      return (row.messageId, Inbox.Entry(outputs: outputs, recordedAt: Timestamp(milliseconds: row.recordedAt)))
    }
    return Inbox(entries: Dictionary(entries) { first, _ in first })
  }

  func save(_ inbox: Inbox) throws {
    let rows = inbox.added.map { id, entry in
      Row(
        worker: worker, messageId: id, recordedAt: entry.recordedAt.milliseconds,
        outputs: String(decoding: WireCodec.encode(entry.outputs), as: UTF8.self))
    }
    try connection.insert(rows, into: "inbox", Self.columns, by: "message_id")
  }
}
