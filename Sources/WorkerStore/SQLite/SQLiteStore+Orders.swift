import GRDB
import QueueContracts
public import WorkerRuntime

extension SQLiteStore {
  /// Stores an operator's order in place of an earlier order of the same kind and subject.
  public func give(_ order: StandingOrder) async throws(StoreError) {
    try onDatabase { db in
      try db.execute(
        sql: """
          INSERT INTO standing_order (kind, subject, per_second, given_at, given_by, because, until)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET per_second = excluded.per_second, given_at = excluded.given_at,
          given_by = excluded.given_by, because = excluded.because, until = excluded.until
          """,
        arguments: [
          order.kind.rawValue, order.subject, order.perSecond, order.givenAt.milliseconds, order.by, order.because,
          order.until?.milliseconds,
        ])
    }
  }

  /// Deletes an operator's order; false if there was no such order.
  public func takeBack(_ kind: StandingOrder.Kind, of subject: String) async throws(StoreError) -> Bool {
    try onDatabase { db in
      try db.execute(
        sql: "DELETE FROM standing_order WHERE kind = ? AND subject = ?", arguments: [kind.rawValue, subject])
      return db.changesCount > 0
    }
  }

  /// The operators' orders that were not taken back, sorted by kind and subject.
  public func standingOrders() async throws(StoreError) -> [StandingOrder] {
    try onDatabase { db in
      let sql = """
        SELECT kind, subject, per_second, given_at, given_by, because, until FROM standing_order ORDER BY kind, subject
        """
      return try Row.fetchAll(db.cachedStatement(sql: sql)).compactMap { row in
        // A newer program may have stored an order of a kind that this program does not know.
        guard let kind = StandingOrder.Kind(rawValue: try row.decode(atIndex: 0)) else { return nil }
        let until: Int64? = try row.decode(atIndex: 6)
        return StandingOrder(
          kind, of: try row.decode(atIndex: 1), perSecond: try row.decode(atIndex: 2),
          givenAt: Timestamp(milliseconds: try row.decode(atIndex: 3)), by: try row.decode(atIndex: 4),
          because: try row.decode(atIndex: 5), until: until.map { Timestamp(milliseconds: $0) })
      }
    }
  }
}
