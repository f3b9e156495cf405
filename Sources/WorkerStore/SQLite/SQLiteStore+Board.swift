import GRDB
package import QueueContracts
package import WorkerRuntime

extension SQLiteStore: BoardRecords {
  package func boardUser(_ name: String) throws(StoreError) -> BoardUser? {
    try onDatabase { db in
      try Row.fetchOne(
        db, sql: "SELECT name, role, password, changed_at FROM board_user WHERE name = ?", arguments: [name]
      )?.boardUser
    }
  }

  package func boardUsers() throws(StoreError) -> [BoardUser] {
    try onDatabase { db in
      try Row.fetchAll(db, sql: "SELECT name, role, password, changed_at FROM board_user ORDER BY name")
        .map { try $0.boardUser }
    }
  }

  package func keep(_ user: BoardUser) throws(StoreError) {
    try onDatabase { db in
      try db.execute(
        sql: "INSERT OR REPLACE INTO board_user (name, role, password, changed_at) VALUES (?, ?, ?, ?)",
        arguments: [user.name, user.role.rawValue, user.password, user.changedAt.milliseconds])
    }
  }

  package func removeBoardUser(_ name: String) throws(StoreError) -> Bool {
    try onDatabase { db in
      try db.execute(sql: "DELETE FROM board_user WHERE name = ?", arguments: [name])
      return db.changesCount > 0
    }
  }

  package func note(_ action: BoardAction) throws(StoreError) {
    try onDatabase { db in
      try db.execute(
        sql: "INSERT INTO board_action (at, who, role, action, target, reason) VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [
          action.time.milliseconds, action.who, action.role, action.action, action.target.storable("target"),
          action.reason.storable("reason"),
        ])
    }
  }

  package func boardActions(before number: Int64?, limit: Int) throws(StoreError) -> [BoardAction] {
    try onDatabase { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT number, at, who, role, action, target, reason FROM board_action WHERE number < ?
          ORDER BY number DESC LIMIT ?
          """, arguments: [number ?? .max, limit])
      return try rows.map { row in
        BoardAction(
          number: try row.decode(atIndex: 0), time: try row.time(atIndex: 1), who: try row.decode(atIndex: 2),
          role: try row.decode(atIndex: 3), action: try row.decode(atIndex: 4), target: try row.decode(atIndex: 5),
          reason: try row.decode(atIndex: 6))
      }
    }
  }

  package func forgetBoardActions(before time: Timestamp, limit: Int) throws(StoreError) -> Int {
    try onDatabase { db in
      try db.execute(
        sql: "DELETE FROM board_action WHERE number IN (SELECT number FROM board_action WHERE at < ? LIMIT ?)",
        arguments: [time.milliseconds, limit])
      return db.changesCount
    }
  }

  package func keep(_ counts: [BoardHour], of hours: Range<Timestamp>) throws(StoreError) {
    try onDatabase { db in
      try db.transaction {
        try db.execute(
          sql: "DELETE FROM board_hour WHERE hour >= ? AND hour < ?",
          arguments: [hours.lowerBound.milliseconds, hours.upperBound.milliseconds])
        let insert = try db.cachedStatement(
          sql: "INSERT INTO board_hour (hour, measure, label, count) VALUES (?, ?, ?, ?)")
        for count in counts {
          try insert.execute(arguments: [count.hour, count.measure, count.label.storable("label"), count.count])
        }
      }
    }
  }

  package func eventCounts(in time: Range<Timestamp>) throws(StoreError) -> [BoardHour] {
    try onDatabase { db in
      try EventCountQueries(.sqlite).all.flatMap { query in
        let rows = try Row.fetchAll(
          db, sql: query, arguments: [time.lowerBound.milliseconds, time.upperBound.milliseconds])
        return try rows.map { row in
          BoardHour(
            hour: BoardHour.beginning(of: time.lowerBound), measure: try row.decode(atIndex: 0),
            label: try row.decode(atIndex: 1), count: try row.decode(atIndex: 2))
        }
      }
    }
  }

  package func nearestDeadlines(after time: Timestamp, limit: Int) throws(StoreError) -> [Timestamp] {
    try onDatabase { db in
      try Int64.fetchAll(
        db,
        sql: """
          SELECT due_by FROM application WHERE state IN ('received', 'inProcessing') AND due_by >= ?
          ORDER BY due_by LIMIT ?
          """, arguments: [time.milliseconds, limit]
      ).map { Timestamp(milliseconds: $0) }
    }
  }

  package func boardHours(
    _ hours: Range<Timestamp>, each seconds: Int64, of measure: String?
  ) throws(StoreError) -> [BoardHour] {
    try onDatabase { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT ?1 + (hour - ?1) / ?3 * ?3, measure, label, sum(count) FROM board_hour WHERE hour >= ?1 AND hour < ?2
          AND (?4 IS NULL OR measure = ?4) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
          """, arguments: [hours.lowerBound.milliseconds, hours.upperBound.milliseconds, seconds * 1000, measure])
      return try rows.map { row in
        BoardHour(
          hour: try row.decode(atIndex: 0), measure: try row.decode(atIndex: 1), label: try row.decode(atIndex: 2),
          count: try row.decode(atIndex: 3))
      }
    }
  }

  // INDEXED BY forces the index of children. With the index of submissions, the query for a child without applications
  // would read all rows.
  static let childQuery = """
    SELECT id FROM application INDEXED BY application_of_child WHERE child_iin = ?
    ORDER BY submitted_at DESC, id LIMIT ?
    """

  package func applications(ofChild iin: String, limit: Int) throws(StoreError) -> [ApplicationID] {
    try onDatabase { db in
      try Row.fetchAll(db, sql: Self.childQuery, arguments: [iin, limit]).map { try $0.id(atIndex: 0) }
    }
  }

  // INDEXED BY forces the index that holds only the applications without an answer.
  static let unansweredQuery = """
    SELECT state, service, arrival IS NOT NULL, count(*), min(submitted_at)
    FROM application INDEXED BY application_unanswered
    WHERE state IN ('received', 'inProcessing') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    """

  package func unansweredApplications() throws(StoreError) -> [UnansweredApplications] {
    try onDatabase { db in
      try Row.fetchAll(db, sql: Self.unansweredQuery).map { row in
        UnansweredApplications(
          state: try row.decode(atIndex: 0), service: try row.decode(atIndex: 1),
          wasSchoolAsked: try row.decode(atIndex: 2), count: try row.decode(atIndex: 3),
          oldest: try row.decode(atIndex: 4))
      }
    }
  }

  static let updatesQuery = """
    SELECT worker, message_id, recorded_at, outputs FROM inbox INDEXED BY inbox_recorded WHERE recorded_at >= ?
    ORDER BY recorded_at LIMIT ?
    """

  private static let settledQuery = """
    SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM service_history WHERE entry_id = value)
    OR EXISTS (
      SELECT 1 FROM detour WHERE worker = 'notify' AND message_id = value AND kind IN ('parked', 'discarded'))
    """

  package func updates(committedFrom time: Timestamp, rows limit: Int) throws(StoreError) -> CommittedUpdates {
    try onDatabase { db in
      let rows = try Row.fetchAll(
        db.cachedStatement(sql: Self.updatesQuery), arguments: [time.milliseconds, limit]
      ).map { row in
        InboxRow(
          worker: try row.decode(atIndex: 0), messageId: try row.id(atIndex: 1), recordedAt: try row.decode(atIndex: 2),
          outputs: try row.decode(atIndex: 3))
      }
      return try InboxRow.page(rows, limit: limit) { ids in
        let found = try Row.fetchAll(db.cachedStatement(sql: Self.settledQuery), arguments: [keyList(ids)])
        return Set(try found.map { try $0.id(atIndex: 0) })
      }
    }
  }

  static let retriedQuery = """
    SELECT min(first_at) FROM detour WHERE worker = ? AND kind = 'retried' AND returns_at > ?
    """

  package func oldestRetried(by worker: WorkerName, at now: Timestamp) throws(StoreError) -> Timestamp? {
    try onDatabase { db in
      try Int64.fetchOne(db, sql: Self.retriedQuery, arguments: [worker.rawValue, now.milliseconds])
        .map { Timestamp(milliseconds: $0) }
    }
  }
}

extension Row {
  fileprivate var boardUser: BoardUser {
    get throws {
      BoardUser(
        name: try decode(atIndex: 0), role: try word(atIndex: 1), password: try decode(atIndex: 2),
        changedAt: try time(atIndex: 3))
    }
  }
}
