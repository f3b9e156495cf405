import PostgresClient

extension PostgresConnection {
  /// How often a transaction is run before it is given up.
  private static let tries = 5

  /// All of `work`, or nothing; run again where PostgreSQL has undone it for another transaction's sake.
  ///
  /// ``KeyLocks`` keep transactions apart, so that this is the net below: a row that a batch changes without naming it.
  func transaction<Value>(_ work: () throws -> Value) throws -> Value {
    var tries = 1
    while true {
      do {
        return try transactionOnce(work)
      } catch let error as PostgresError where error.isConflict && tries < Self.tries {
        tries += 1
      }
    }
  }

  private func transactionOnce<Value>(_ work: () throws -> Value) throws -> Value {
    // Read committed, whatever the server's default: what is read after a lock was waited for has to be the newest.
    try value("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
    do {
      let value = try work()
      try self.value("COMMIT")
      return value
    } catch {
      if isOpen { try value("ROLLBACK") }
      throw error
    }
  }
}

extension PostgresError {
  /// A deadlock, or a transaction that could not be put in an order with others.
  fileprivate var isConflict: Bool { state == "40P01" || state == "40001" }
}
