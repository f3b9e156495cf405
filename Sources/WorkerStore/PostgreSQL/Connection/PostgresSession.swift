import PostgresClient

/// Opens connections with the store's settings: each statement has a time limit, and committed data is on the disk.
enum PostgresSession {
  /// The time limit of a statement or an idle transaction, if no other limit is configured.
  ///
  /// The server, the role, the database or the URL's `options` may set another limit.
  ///
  /// A process that hangs in a transaction keeps its rows locked for this long.
  private static let timeLimit = "30s"

  /// Opens a connection; blocks the thread.
  static func open(_ url: PostgresURL) throws(PostgresError) -> PostgresConnection {
    let connection = try PostgresConnection(url)
    // With synchronous_commit off, a power cut could undo the last transactions, whose messages are acknowledged and
    // gone. PostgreSQL compresses long values such as outputs. lz4 takes a fraction of the default method's time, but
    // not every server has lz4.
    try connection.value(
      """
      SELECT set_config(
        name, CASE name WHEN 'synchronous_commit' THEN 'on' WHEN 'default_toast_compression' THEN 'lz4' ELSE $1 END, false)
      FROM pg_settings
      WHERE name IN ('statement_timeout', 'idle_in_transaction_session_timeout') AND setting = '0'
      OR name = 'synchronous_commit' AND setting = 'off'
      OR name = 'default_toast_compression' AND source = 'default' AND 'lz4' = ANY (enumvals)
      """, [timeLimit])
    let limit = try connection.value("SELECT setting FROM pg_settings WHERE name = 'statement_timeout'")
    connection.expectAnswers(withinSeconds: (limit.flatMap(Double.init) ?? 0) / 1000 + 5)
    return connection
  }
}
