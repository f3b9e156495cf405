import Foundation
import PostgresClient
import QueueContracts
import WorkerRuntime

/// The messages that each worker has handled, with their outputs.
struct PostgresInbox {
  static let known = PreparedStatement(
    """
    SELECT known.worker, known.message_id, known.recorded_at, known.outputs
    FROM unnest($1::text[], $2::uuid[]) AS key (worker, message_id), LATERAL (
      SELECT * FROM inbox WHERE worker = key.worker AND message_id = key.message_id LIMIT 1
    ) AS known
    """)

  func load(_ keys: [InboxKey], in pipeline: inout PostgresPipeline) -> Reading<Inbox> {
    guard !keys.isEmpty else { return { _ in Inbox() } }
    let place = pipeline.add(Self.known, [.texts(keys.map(\.inbox)), .uuids(keys.map(\.message.uuid))])
    return { answers in
      let rows = answers[place]
      var entries: [InboxKey: Inbox.Entry] = [:]
      for row in rows.indices {
        let key = InboxKey(try rows.storedText(row, 0), MessageID(uuid: try rows.storedUUID(row, 1)))
        let outputs = try JSONReader.decode([Output].self, from: rows.storedText(row, 3))
        entries[key] = Inbox.Entry(
          outputs: outputs, recordedAt: Timestamp(milliseconds: try rows.storedNumber(row, 2)))
      }
      return Inbox(entries: entries)
    }
  }

  private static let added = PreparedStatement(
    """
    INSERT INTO inbox (worker, message_id, recorded_at, outputs)
    SELECT worker, message_id, recorded_at, outputs
    FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::text[]) AS added (worker, message_id, recorded_at, outputs)
    ORDER BY worker, message_id
    """)

  func save(_ inbox: Inbox, in pipeline: inout PostgresPipeline) {
    guard !inbox.added.isEmpty else { return }
    pipeline.add(
      Self.added,
      [
        .texts(inbox.added.map(\.key.inbox)), .uuids(inbox.added.map(\.key.message.uuid)),
        .numbers(inbox.added.map(\.entry.recordedAt.milliseconds)),
        .texts(inbox.added.map { WireCodec.text(of: $0.entry.outputs) }),
      ])
  }
}
