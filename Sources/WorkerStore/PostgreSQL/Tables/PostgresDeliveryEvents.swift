import PostgresClient
import QueueContracts
import WorkerRuntime

/// The table of delivery events.
struct PostgresDeliveryEvents {
  let connection: PostgresConnection

  private struct Row: Codable {
    let worker: String
    let messageId: MessageID
    let kind: DeliveryEvent.Kind
    let applicationId: ApplicationID
    let firstAt: Int64
    let lastAt: Int64
    let times: Int
    let reason: String
    let detail: String
    let returnsAt: Int64?

    init(_ event: DeliveryEvent) throws(StoreError) {
      worker = event.worker
      messageId = event.message
      kind = event.kind
      applicationId = event.application
      firstAt = event.time.milliseconds
      lastAt = event.time.milliseconds
      times = 1
      reason = try event.reason.storable("event.reason")
      detail = try event.detail.storable("event.detail")
      returnsAt = event.returnsAt?.milliseconds
    }

    var record: DeliveryEventRecord {
      let last = DeliveryEvent(
        kind, message: messageId, application: applicationId, worker: worker, reason: reason, detail: detail,
        time: Timestamp(milliseconds: lastAt), returnsAt: returnsAt.map { Timestamp(milliseconds: $0) })
      return DeliveryEventRecord(last: last, firstTime: Timestamp(milliseconds: firstAt), times: times)
    }
  }

  private struct Key: Hashable {
    let worker: String
    let message: MessageID
    let kind: DeliveryEvent.Kind
  }

  private static let columns =
    "worker, message_id, kind, application_id, first_at, last_at, times, reason, detail, returns_at"

  func note(_ events: [DeliveryEvent]) throws {
    guard !events.isEmpty else { return }
    // One statement cannot change a row twice, so only the last event of each row is written. All statements lock
    // their rows in one order; otherwise two statements could wait for each other.
    let single = Dictionary(
      events.map { (Key(worker: $0.worker, message: $0.message, kind: $0.kind), $0) }, uniquingKeysWith: { $1 })
    try connection.value(
      """
      INSERT INTO detour AS known (\(Self.columns))
      SELECT \(Self.columns) FROM json_populate_recordset(NULL::detour, $1) ORDER BY worker, message_id, kind
      ON CONFLICT (worker, message_id, kind) DO UPDATE SET last_at = excluded.last_at, times = known.times + 1,
      reason = excluded.reason, detail = excluded.detail, returns_at = excluded.returns_at
      """, [PostgresConnection.json(try single.values.map { try Row($0) })])
  }

  /// The delivery events of an application's messages, ordered by the time at which each first happened.
  func deliveryEvents(of application: ApplicationID) throws -> [DeliveryEventRecord] {
    let rows: [Row] = try connection.rows(
      """
      SELECT \(Self.columns) FROM detour WHERE application_id = $1::uuid
      ORDER BY first_at, last_at, kind, message_id, worker
      """, [application.description])
    return rows.map(\.record)
  }
}
