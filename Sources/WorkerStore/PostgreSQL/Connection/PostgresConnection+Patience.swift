import PostgresClient

extension PostgresConnection {
  /// How long a question about the whole register may take, in seconds: an operator waits for it, and no worker.
  static let patientSeconds = 3600

  /// Runs `work` in a transaction whose statements may take longer than the session lets them.
  ///
  /// - Parameters:
  ///   - seconds: how long a statement may take, unless the session's limit is longer; nil for any time.
  ///   - work: reads and writes nothing but rows and tables; run again if another transaction was in its way.
  func patientTransaction<Value>(
    upTo seconds: Int? = patientSeconds, _ work: () throws -> Value
  ) throws -> Value {
    let usualSeconds = answerSeconds
    defer { expectAnswers(withinSeconds: usualSeconds) }
    return try transaction { _ in
      // In milliseconds; 0 means no limit. What is set so ends with the transaction.
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
