import PostgresClient

/// Reads from a pipeline's answers what was asked for in it.
typealias Reading<Value> = (_ answers: [PostgresRows]) throws -> Value

extension PostgresConnection {
  /// How often a transaction is run before it is given up.
  private static let tries = 5

  /// Read committed, whatever the server's default: what is read after a lock was waited for has to be the newest.
  private static let begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"

  /// All of `work`, or nothing; run again if another transaction was in its way.
  ///
  /// - Parameter work: reads and writes nothing but rows. It is told whether the server's lock table was found full.
  func transaction<Value>(_ work: (_ isCrowded: Bool) throws -> Value) throws -> Value {
    try again { isCrowded in
      try value(Self.begin)
      let result = try work(isCrowded)
      try value("COMMIT")
      return result
    }
  }

  /// A transaction in two round trips: one that reads, one that writes and commits.
  ///
  /// - Parameters:
  ///   - ask: adds what locks and reads, and says how its answers are read. It is told whether the server's lock table
  ///     was found full.
  ///   - answer: adds what writes.
  func transaction<Loaded, Value>(
    _ ask: (inout PostgresPipeline, _ isCrowded: Bool) throws -> Reading<Loaded>,
    _ answer: (Loaded, inout PostgresPipeline) throws -> Value
  ) throws -> Value {
    try again { isCrowded in
      var reads = PostgresPipeline()
      reads.add(Self.beginning)
      let reading = try ask(&reads, isCrowded)
      let loaded = try reading(answers(to: reads))
      var writes = PostgresPipeline()
      let value = try answer(loaded, &writes)
      writes.add(Self.commit)
      _ = try answers(to: writes)
      return value
    }
  }

  private static let beginning = PreparedStatement(begin)
  private static let commit = PreparedStatement("COMMIT")

  private func again<Value>(_ transaction: (_ isCrowded: Bool) throws -> Value) throws -> Value {
    var (tries, isCrowded) = (1, false)
    while true {
      do {
        return try undoing { try transaction(isCrowded) }
      } catch let error as PostgresError where error.isConflict && tries < Self.tries {
        tries += 1
        isCrowded = isCrowded || error.isOutOfLocks
      }
    }
  }

  private func undoing<Value>(_ transaction: () throws -> Value) throws -> Value {
    do {
      return try transaction()
    } catch {
      if isOpen { try value("ROLLBACK") }
      throw error
    }
  }
}

extension PostgresPipeline {
  /// What keeps the plans of the statements that follow the same, however few or many rows there are.
  ///
  /// Each is planned once for a connection, perhaps while its table is empty: then every plan looks equally good, and a
  /// plan that reads all rows would be kept while the table grows. So the statements look up each key by an index, in a
  /// loop, and nothing else is allowed.
  static let plans = PreparedStatement(
    """
    SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
    set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
    set_config('jit', 'off', true)
    """)

  mutating func keepPlans() { add(Self.plans) }
}

extension PostgresError {
  /// A deadlock, a transaction that could not be put in an order with others, or a row that another one has inserted
  /// since this one looked.
  fileprivate var isConflict: Bool { state == "40P01" || state == "40001" || state == "23505" || isOutOfLocks }

  /// The server has no room left for locks.
  fileprivate var isOutOfLocks: Bool { state == "53200" }
}
