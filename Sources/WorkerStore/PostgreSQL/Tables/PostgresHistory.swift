import Admission
import Foundation
import PostgresClient
import QueueContracts
import WorkerRuntime

/// The entries of the service history.
enum PostgresHistory {
  private struct TextRow: Decodable { let entry: String }

  static let known = PreparedStatement(
    """
    SELECT known.entry_id FROM unnest($1::uuid[]) AS key, LATERAL (
      SELECT entry_id FROM service_history WHERE entry_id = key LIMIT 1
    ) AS known
    """)

  /// Finds out which of these entries are in the history.
  static func known(_ entries: Set<MessageID>, in pipeline: inout PostgresPipeline) -> Reading<Set<MessageID>> {
    guard !entries.isEmpty else { return { _ in [] } }
    let place = pipeline.add(known, [.uuids(entries.map(\.uuid))])
    return { answers in
      let rows = answers[place]
      return Set(try rows.indices.map { MessageID(uuid: try rows.storedUUID($0, 0)) })
    }
  }

  private static let added = PreparedStatement(
    """
    INSERT INTO service_history (entry_id, recipient_iin, application_id, occurred_at, step, entry)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::bigint[], $5::bigint[], $6::text[])
    """)

  static func insert(_ entries: [HistoryEntry], in pipeline: inout PostgresPipeline) throws(StoreError) {
    guard !entries.isEmpty else { return }
    var recipients: [String] = []
    for entry in entries { recipients.append(try entry.recipientIin.keyText.storable("service_history.recipient_iin")) }
    pipeline.add(
      added,
      [
        .uuids(entries.map(\.entryId.uuid)), .texts(recipients), .uuids(entries.map(\.applicationId.uuid)),
        .numbers(entries.map(\.occurredAt.milliseconds)), .numbers(entries.map { Int64($0.step.rawValue) }),
        .texts(entries.map { WireCodec.text(of: $0) }),
      ])
  }

  static func entries(recipientIin: String, on connection: PostgresConnection) throws -> [HistoryEntry] {
    try entries(whose: "recipient_iin = $1", recipientIin.keyText, connection)
  }

  static func entries(of application: ApplicationID, on connection: PostgresConnection) throws -> [HistoryEntry] {
    try entries(whose: "application_id = $1::uuid", application.description, connection)
  }

  static func entries(of applications: [ApplicationID], on connection: PostgresConnection) throws -> [HistoryEntry] {
    try entries(
      whose: "application_id = ANY (ARRAY (SELECT value::uuid FROM json_array_elements_text($1)))",
      keyList(applications), connection)
  }

  static func entries(_ ids: [MessageID], on connection: PostgresConnection) throws -> [HistoryEntry] {
    guard !ids.isEmpty else { return [] }
    return try entries(
      whose: "entry_id = ANY (ARRAY (SELECT value::uuid FROM json_array_elements_text($1)))", keyList(ids), connection)
  }

  private static func entries(
    whose condition: String, _ key: String, _ connection: PostgresConnection
  ) throws -> [HistoryEntry] {
    // `posted` comes last, so that entries of the same moment and step always come in the order of posting.
    let rows: [TextRow] = try connection.rows(
      "SELECT entry FROM service_history WHERE \(condition) ORDER BY occurred_at, step, posted", [key])
    return try rows.map { try JSONReader.decode(HistoryEntry.self, from: $0.entry) }
  }
}
