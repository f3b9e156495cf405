import Foundation
import GRDB
import QueueContracts
import WorkerRuntime

/// What each message came to, per worker.
struct InboxTable {
  let db: Database
  let worker: String

  func load(_ messages: [MessageID]) throws -> Inbox {
    guard !messages.isEmpty else { return Inbox() }
    let statement = try db.cachedStatement(
      sql: """
        SELECT message_id, recorded_at, outputs FROM inbox
        WHERE worker = ? AND message_id IN (SELECT value FROM json_each(?))
        """)
    var entries: [MessageID: Inbox.Entry] = [:]
    let rows = try Row.fetchCursor(statement, arguments: [worker, keyList(messages)])
    while let row = try rows.next() {
      let outputs = try JSONDecoder().decode([Output].self, from: Data(row.decode(String.self, atIndex: 2).utf8))
      try entries[row.id(atIndex: 0)] = Inbox.Entry(outputs: outputs, recordedAt: row.time(atIndex: 1))
    }
    return Inbox(entries: entries)
  }

  func save(_ inbox: Inbox) throws {
    guard !inbox.added.isEmpty else { return }
    let statement = try db.cachedStatement(
      sql: "INSERT INTO inbox (worker, message_id, recorded_at, outputs) VALUES (?, ?, ?, ?)")
    for (id, entry) in inbox.added {
      try statement.execute(arguments: [
        worker, id.description, entry.recordedAt.milliseconds,
        String(decoding: WireCodec.encode(entry.outputs), as: UTF8.self),
      ])
    }
  }
}
