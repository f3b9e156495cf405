import PostgresClient
public import QueueContracts
public import WorkerRuntime

extension PostgresStore {
  /// Deletes at most `limit` rows of inbox, delivery events and crash log, in one transaction.
  ///
  /// The rows are older than `time`, and older than `days` by the server's clock.
  public func prune(
    before time: Timestamp, keepingDays days: Int?, limit: Int
  ) async throws(StoreError) -> PrunedRows {
    try await onConnection { connection in
      try connection.transaction { _ in
        let milliseconds = try connection.bounded(time, keepingDays: days)
        return try PrunedTable.pruneAll(before: Self.limitParameter, limit: limit) { table, limit in
          try connection.remove(limit, of: table, before: milliseconds)
        }
      }
    }
  }

  /// Counts the rows that ``prune(before:keepingDays:limit:)`` would delete if it had no limit.
  public func prunable(before time: Timestamp, keepingDays days: Int?) async throws(StoreError) -> PrunedRows {
    try await onConnection { connection in
      try connection.longTransaction {
        let milliseconds = try connection.bounded(time, keepingDays: days)
        return try PrunedTable.countAll(before: Self.limitParameter) { table in
          let found = try connection.value(
            "SELECT count(*) FROM \(table.name) WHERE \(table.countCondition)", [milliseconds])
          return found.flatMap(Int.init) ?? 0
        }
      }
    }
  }

  private static let limitParameter = "$1::bigint"
}

extension PostgresConnection {
  /// The given time in milliseconds, but at most `days` before now by the server's clock.
  ///
  /// The caller's clock may be far ahead; then the inbox would lose messages that can still come again.
  fileprivate func bounded(_ time: Timestamp, keepingDays days: Int?) throws(PostgresError) -> String? {
    // `least` ignores a NULL.
    try value(
      "SELECT least($1::bigint, (extract(epoch FROM clock_timestamp()) * 1000)::bigint - $2::bigint * 86400000)",
      ["\(time.milliseconds)", days.map { "\($0)" }])
  }

  /// Deletes old rows, except those that another transaction has locked.
  fileprivate func remove(
    _ limit: Int, of table: PrunedTable, before milliseconds: String?
  ) throws(PostgresError) -> Int {
    let removed = try value(
      """
      WITH removed AS (
        DELETE FROM \(table.name) WHERE ctid = ANY (ARRAY (
          SELECT ctid FROM \(table.name) WHERE \(table.condition) LIMIT $2::bigint FOR UPDATE SKIP LOCKED
        )) RETURNING 1
      )
      SELECT count(*) FROM removed
      """, [milliseconds, "\(limit)"])
    return removed.flatMap(Int.init) ?? 0
  }
}
