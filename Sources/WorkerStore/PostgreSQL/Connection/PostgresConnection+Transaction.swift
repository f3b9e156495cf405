import PostgresClient

/// A function that reads its part of a pipeline's answers.
typealias Reading<Value> = (_ answers: [PostgresRows]) throws -> Value

extension PostgresConnection {
  /// How often a transaction is tried before it fails.
  private static let tries = 5

  /// The beginning of every transaction: the isolation level is read committed, even if the server's default differs.
  ///
  /// With a stricter level, rows that are read after a wait for a lock might not be the newest.
  private static let begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"

  /// Runs `work` as one transaction, and again after a conflict with another transaction.
  ///
  /// - Parameter work: reads and writes rows and does nothing else, because it may run several times.
  ///   `isLockTableFull` is true if the server's lock table was full in an earlier try.
  /// - Returns: the result of the work.
  /// - Throws: `PostgresError`, or what the work throws; then nothing is written.
  func transaction<Value>(_ work: (_ isLockTableFull: Bool) throws -> Value) throws -> Value {
    try again { isLockTableFull in
      try value(Self.begin)
      let result = try work(isLockTableFull)
      try value("COMMIT")
      return result
    }
  }

  /// Runs a transaction in two round trips: one that reads, one that writes and commits.
  ///
  /// - Parameters:
  ///   - ask: adds the statements that lock and read, and returns how to read their answers. `isLockTableFull` is true
  ///     if the server's lock table was full in an earlier try.
  ///   - answer: adds the statements that write.
  /// - Returns: the result of `answer`.
  /// - Throws: `PostgresError`, or what the two closures throw; then nothing is written.
  func transaction<Loaded, Value>(
    _ ask: (inout PostgresPipeline, _ isLockTableFull: Bool) throws -> Reading<Loaded>,
    _ answer: (Loaded, inout PostgresPipeline) throws -> Value
  ) throws -> Value {
    try again { isLockTableFull in
      var reads = PostgresPipeline()
      reads.add(Self.beginning)
      let reading = try ask(&reads, isLockTableFull)
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

  private func again<Value>(_ transaction: (_ isLockTableFull: Bool) throws -> Value) throws -> Value {
    var (tries, isLockTableFull) = (1, false)
    while true {
      do {
        return try undoing { try transaction(isLockTableFull) }
      } catch let error as PostgresError where error.isConflict && tries < Self.tries {
        tries += 1
        isLockTableFull = isLockTableFull || error.isOutOfLocks
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
  /// Settings that keep the plans of the following statements the same for any number of rows.
  ///
  /// Each statement is planned once for a connection, perhaps while its table is empty. Every plan then looks equally
  /// good, and a plan that reads all rows would be kept while the table grows. So the only plan that stays allowed is a
  /// loop that looks up each key by an index.
  static let plans = PreparedStatement(
    """
    SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
    set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
    set_config('jit', 'off', true)
    """)

  mutating func keepPlans() { add(Self.plans) }
}

extension PostgresError {
  /// True for a deadlock, a failed serialisation, a row that another transaction has inserted meanwhile, and a full
  /// lock table.
  fileprivate var isConflict: Bool { state == "40P01" || state == "40001" || state == "23505" || isOutOfLocks }

  /// True if the server has no room left for locks.
  fileprivate var isOutOfLocks: Bool { state == "53200" }
}
