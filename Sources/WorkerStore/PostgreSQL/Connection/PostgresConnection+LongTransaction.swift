import PostgresClient

extension PostgresConnection {
  /// The time limit of a query over the whole register, in seconds.
  ///
  /// It may be long, because only operators wait for such a query.
  static let longTransactionSeconds = 3600

  /// Runs `work` in a transaction whose statements may take longer than the session allows.
  ///
  /// - Parameters:
  ///   - seconds: the time limit of each statement. A longer limit of the session stays in force. Nil means no limit.
  ///   - work: the statements. It runs again after a conflict with another transaction, so it must change nothing
  ///     outside the database.
  /// - Returns: the result of the work.
  /// - Throws: `PostgresError`, or what the work throws.
  func longTransaction<Value>(
    upTo seconds: Int? = longTransactionSeconds, _ work: () throws -> Value
  ) throws -> Value {
    let usualSeconds = answerSeconds
    defer { expectAnswers(withinSeconds: usualSeconds) }
    return try transaction { _ in
      // The limit is in milliseconds; 0 means no limit. The setting ends with the transaction.
      let limit = try value(
        """
        SELECT set_config(name, CASE $1::bigint WHEN 0 THEN 0 ELSE greatest(setting::bigint, $1::bigint) END::text, true)
        FROM pg_settings WHERE name = 'statement_timeout'
        """, ["\((seconds ?? 0) * 1000)"])
      let milliseconds = seconds.flatMap { _ in limit.flatMap(Double.init) } ?? 0
      expectAnswers(withinSeconds: milliseconds > 0 ? milliseconds / 1000 + 5 : nil)
      return try work()
    }
  }
}
