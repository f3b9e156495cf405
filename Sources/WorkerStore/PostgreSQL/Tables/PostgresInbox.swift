import Foundation
import PostgresClient
import QueueContracts
import WorkerRuntime

/// The decided messages of each worker, with their outputs.
struct PostgresInbox {
  let worker: String

  static let known = PreparedStatement(
    """
    SELECT known.message_id, known.recorded_at, known.outputs FROM unnest($2::uuid[]) AS key, LATERAL (
      SELECT * FROM inbox WHERE worker = $1::text AND message_id = key LIMIT 1
    ) AS known
    """)

  func load(_ messages: [MessageID], in pipeline: inout PostgresPipeline) -> Reading<Inbox> {
    guard !messages.isEmpty else { return { _ in Inbox() } }
    let place = pipeline.add(Self.known, [.text(worker), .uuids(messages.map(\.uuid))])
    return { answers in
      let rows = answers[place]
      var entries: [MessageID: Inbox.Entry] = [:]
      for row in rows.indices {
        let outputs = try JSONReader.decode([Output].self, from: rows.storedText(row, 2))
        entries[MessageID(uuid: try rows.storedUUID(row, 0))] = Inbox.Entry(
          outputs: outputs, recordedAt: Timestamp(milliseconds: try rows.storedNumber(row, 1)))
      }
      return Inbox(entries: entries)
    }
  }

  private static let added = PreparedStatement(
    """
    INSERT INTO inbox (worker, message_id, recorded_at, outputs)
    SELECT $1::text, message_id, recorded_at, outputs
    FROM unnest($2::uuid[], $3::bigint[], $4::text[]) AS added (message_id, recorded_at, outputs) ORDER BY message_id
    """)

  func save(_ inbox: Inbox, in pipeline: inout PostgresPipeline) {
    guard !inbox.added.isEmpty else { return }
    pipeline.add(
      Self.added,
      [
        .text(worker), .uuids(inbox.added.map(\.id.uuid)),
        .numbers(inbox.added.map(\.entry.recordedAt.milliseconds)),
        .texts(inbox.added.map { WireCodec.text(of: $0.entry.outputs) }),
      ])
  }
}
