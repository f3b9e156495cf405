import WorkerRuntime

/// A table from which retention removes old rows, the same in both databases.
struct PrunedTable {
  let count: WritableKeyPath<PrunedRows, Int>
  let name: String
  /// The columns by which SQLite finds a row again; PostgreSQL has `ctid` for this.
  let key: String
  /// The condition of an old row.
  let condition: String
  /// The condition by which old rows are counted.
  let countCondition: String

  /// All tables from which rows are removed; crash notes come before the processes that they refer to.
  ///
  /// - Parameter limit: the SQL of the parameter that gives the time, in milliseconds, before which a row is old.
  /// - Returns: the tables, in the order in which rows are removed.
  static func all(before limit: String) -> [PrunedTable] {
    [
      PrunedTable(\.inbox, "inbox", key: "rowid", "recorded_at < \(limit)"),
      PrunedTable(\.deliveryEvents, "detour", key: "worker, message_id, kind", "last_at < \(limit)"),
      PrunedTable(
        \.crashNotes, "crash_note", key: "worker, message, process",
        "process IN (SELECT id FROM worker_process WHERE renewed_at < \(limit))"),
      PrunedTable(
        \.processes, "worker_process", key: "id",
        "renewed_at < \(limit) AND NOT EXISTS (SELECT 1 FROM crash_note WHERE process = worker_process.id)",
        // An old process is counted even if crash notes refer to it, because these notes are deleted before the process.
        counting: "renewed_at < \(limit)"),
    ]
  }

  private init(
    _ count: WritableKeyPath<PrunedRows, Int>, _ name: String, key: String, _ condition: String,
    counting countCondition: String? = nil
  ) {
    self.count = count
    self.name = name
    self.key = key
    self.condition = condition
    self.countCondition = countCondition ?? condition
  }

  /// Removes rows of all tables with `remove`, which takes a table and a limit, until `limit` rows are removed.
  static func pruneAll(
    before time: String, limit: Int, _ remove: (PrunedTable, Int) throws -> Int
  ) rethrows -> PrunedRows {
    var removed = PrunedRows()
    for table in all(before: time) where removed.count < limit {
      removed[keyPath: table.count] = try remove(table, limit - removed.count)
    }
    return removed
  }

  /// Counts the old rows of all tables with `find`.
  static func countAll(before time: String, _ find: (PrunedTable) throws -> Int) rethrows -> PrunedRows {
    var found = PrunedRows()
    for table in all(before: time) { found[keyPath: table.count] = try find(table) }
    return found
  }
}
