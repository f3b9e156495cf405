import Foundation
import QueueContracts
import WorkerRuntime

/// The decided messages of each worker, with their outputs.
struct InboxTable {
  let statements: SQLiteStatements

  static let query = "SELECT recorded_at, outputs FROM inbox WHERE worker = ? AND message_id = ?"
  private static let inserting = "INSERT INTO inbox (worker, message_id, recorded_at, outputs) VALUES (?, ?, ?, ?)"

  func load(_ keys: [InboxKey]) throws -> Inbox {
    let statement = try statements.statement(Self.query)
    var entries: [InboxKey: Inbox.Entry] = [:]
    for key in keys {
      try statement.rows {
        $0.add(key.inbox)
        $0.add(key.message)
      } use: { row in
        let outputs = try JSONReader.decode([Output].self, from: row.text(1))
        entries[key] = Inbox.Entry(outputs: outputs, recordedAt: row.time(0))
      }
    }
    return Inbox(entries: entries)
  }

  func save(_ inbox: Inbox) throws {
    let statement = try statements.statement(Self.inserting)
    for (key, entry) in inbox.added {
      try statement.run { values in
        values.add(key.inbox)
        values.add(key.message)
        values.add(entry.recordedAt)
        values.add(WireCodec.bytes(of: entry.outputs))
      }
    }
  }
}
