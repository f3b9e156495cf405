import GRDB
import QueueContracts
import WorkerRuntime

/// The table of delivery events.
struct DeliveryEventTable {
  let db: Database

  func note(_ event: DeliveryEvent) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO detour
        (worker, message_id, kind, application_id, first_at, last_at, times, reason, detail, returns_at)
        VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?) ON CONFLICT DO UPDATE SET last_at = excluded.last_at,
        times = times + 1, reason = excluded.reason, detail = excluded.detail, returns_at = excluded.returns_at
        """)
    try statement.execute(arguments: [
      event.worker, event.message.description, event.kind.rawValue, event.application.description,
      event.time.milliseconds, event.time.milliseconds, event.reason.storable("event.reason"),
      event.detail.storable("event.detail"), event.returnsAt?.milliseconds,
    ])
  }

  /// The delivery events of an application's messages, ordered by the time at which each first happened.
  func deliveryEvents(of application: ApplicationID) throws -> [DeliveryEventRecord] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT worker, message_id, kind, first_at, last_at, times, reason, detail, returns_at FROM detour
        WHERE application_id = ? ORDER BY first_at, last_at, kind, message_id, worker
        """)
    return try Row.fetchAll(statement, arguments: [application.description]).map { row in
      let returnsAt = try row.decode(Int64?.self, atIndex: 8)
      let last = DeliveryEvent(
        try row.word(atIndex: 2), message: try row.id(atIndex: 1), application: application,
        worker: try row.decode(atIndex: 0), reason: try row.decode(atIndex: 6), detail: try row.decode(atIndex: 7),
        time: try row.time(atIndex: 4), returnsAt: returnsAt.map { Timestamp(milliseconds: $0) })
      return DeliveryEventRecord(last: last, firstTime: try row.time(atIndex: 3), times: try row.decode(atIndex: 5))
    }
  }
}
