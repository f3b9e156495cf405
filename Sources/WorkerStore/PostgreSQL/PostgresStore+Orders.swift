import PostgresClient
import QueueContracts
public import WorkerRuntime

extension PostgresStore {
  /// Stores an operator's order in place of an earlier order of the same kind and subject.
  public func give(_ order: StandingOrder) async throws(StoreError) {
    try await onConnection { connection in
      _ = try connection.value(
        """
        INSERT INTO standing_order (kind, subject, per_second, given_at, given_by, because, until)
        VALUES ($1, $2, $3::integer, $4::bigint, $5, $6, $7::bigint)
        ON CONFLICT (kind, subject) DO UPDATE SET per_second = excluded.per_second, given_at = excluded.given_at,
        given_by = excluded.given_by, because = excluded.because, until = excluded.until
        """,
        [
          order.kind.rawValue, order.subject, order.perSecond.map { "\($0)" }, "\(order.givenAt.milliseconds)",
          order.by, order.because, order.until.map { "\($0.milliseconds)" },
        ])
    }
  }

  /// Deletes an operator's order; false if there was no such order.
  public func takeBack(_ kind: StandingOrder.Kind, of subject: String) async throws(StoreError) -> Bool {
    try await onConnection { connection in
      try connection.value(
        "DELETE FROM standing_order WHERE kind = $1 AND subject = $2 RETURNING kind", [kind.rawValue, subject]) != nil
    }
  }

  /// The orders that no operator has taken back, sorted by kind and subject.
  public func standingOrders() async throws(StoreError) -> [StandingOrder] {
    try await onConnection { connection in
      let rows: [OrderRow] = try connection.rows(
        """
        SELECT kind, subject, per_second, given_at, given_by, because, until FROM standing_order
        ORDER BY kind COLLATE "C", subject COLLATE "C"
        """, [])
      return rows.compactMap { row in
        // A newer program may have stored an order of a kind that this program does not know.
        StandingOrder.Kind(rawValue: row.kind).map { kind in
          StandingOrder(
            kind, of: row.subject, perSecond: row.perSecond, givenAt: Timestamp(milliseconds: row.givenAt),
            by: row.givenBy, because: row.because, until: row.until.map { Timestamp(milliseconds: $0) })
        }
      }
    }
  }
}

private struct OrderRow: Decodable {
  let kind: String
  let subject: String
  let perSecond: Int?
  let givenAt: Int64
  let givenBy: String
  let because: String
  let until: Int64?
}
