import PostgresClient

extension PostgresConnection {
  /// How often a transaction is run before it is given up.
  private static let tries = 5

  /// All of `work`, or nothing; run again if another transaction was in its way.
  ///
  /// - Parameter work: reads and writes nothing but rows. It is told whether the server's lock table was found full.
  func transaction<Value>(_ work: (_ isCrowded: Bool) throws -> Value) throws -> Value {
    var (tries, isCrowded) = (1, false)
    while true {
      do {
        return try transactionOnce { try work(isCrowded) }
      } catch let error as PostgresError where error.isConflict && tries < Self.tries {
        tries += 1
        isCrowded = isCrowded || error.isOutOfLocks
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
  /// A deadlock, a transaction that could not be put in an order with others, or a row that another one has inserted
  /// since this one looked.
  fileprivate var isConflict: Bool { state == "40P01" || state == "40001" || state == "23505" || isOutOfLocks }

  /// The server has no room left for locks.
  fileprivate var isOutOfLocks: Bool { state == "53200" }
}
