import PostgresClient
package import QueueContracts
package import WorkerRuntime

extension PostgresStore: BoardRecords {
  private static let userColumns = "name, role, password, changed_at"

  package func boardUser(_ name: String) async throws(StoreError) -> BoardUser? {
    try await users("WHERE name = $1", [name]).first
  }

  package func boardUsers() async throws(StoreError) -> [BoardUser] {
    try await users("ORDER BY name COLLATE \"C\"", [])
  }

  private func users(_ which: String, _ parameters: [String?]) async throws(StoreError) -> [BoardUser] {
    try await onConnection { connection in
      let rows: [UserRow] = try connection.rows("SELECT \(Self.userColumns) FROM board_user \(which)", parameters)
      return rows.map {
        BoardUser(
          name: $0.name, role: $0.role, password: $0.password, changedAt: Timestamp(milliseconds: $0.changedAt))
      }
    }
  }

  package func keep(_ user: BoardUser) async throws(StoreError) {
    try await onConnection { connection in
      _ = try connection.value(
        """
        INSERT INTO board_user (\(Self.userColumns)) VALUES ($1, $2, $3, $4::bigint)
        ON CONFLICT (name) DO UPDATE SET role = excluded.role, password = excluded.password,
        changed_at = excluded.changed_at
        """, [user.name, user.role.rawValue, user.password, "\(user.changedAt.milliseconds)"])
    }
  }

  package func removeBoardUser(_ name: String) async throws(StoreError) -> Bool {
    try await onConnection { connection in
      try connection.value("DELETE FROM board_user WHERE name = $1 RETURNING 1", [name]) != nil
    }
  }

  package func note(_ action: BoardAction) async throws(StoreError) {
    try await onConnection { connection in
      _ = try connection.value(
        """
        INSERT INTO board_action (at, who, role, action, target, reason) VALUES ($1::bigint, $2, $3, $4, $5, $6)
        """,
        [
          "\(action.time.milliseconds)", action.who, action.role, action.action,
          try action.target.storable("target"), try action.reason.storable("reason"),
        ])
    }
  }

  package func boardActions(before number: Int64?, limit: Int) async throws(StoreError) -> [BoardAction] {
    try await onConnection { connection in
      let rows: [ActionRow] = try connection.rows(
        """
        SELECT number, at, who, role, action, target, reason FROM board_action WHERE number < $1::bigint
        ORDER BY number DESC LIMIT $2::bigint
        """, ["\(number ?? .max)", "\(limit)"])
      return rows.map {
        BoardAction(
          number: $0.number, time: Timestamp(milliseconds: $0.at), who: $0.who, role: $0.role, action: $0.action,
          target: $0.target, reason: $0.reason)
      }
    }
  }

  package func forgetBoardActions(before time: Timestamp, limit: Int) async throws(StoreError) -> Int {
    try await onConnection { connection in
      let removed = try connection.value(
        """
        WITH removed AS (
          DELETE FROM board_action WHERE number = ANY (ARRAY (
            SELECT number FROM board_action WHERE at < $1::bigint LIMIT $2::bigint
          )) RETURNING 1
        )
        SELECT count(*) FROM removed
        """, ["\(time.milliseconds)", "\(limit)"])
      return removed.flatMap(Int.init) ?? 0
    }
  }

  package func keep(_ counts: [BoardHour], of hours: Range<Timestamp>) async throws(StoreError) {
    try await onConnection { connection in
      try connection.transaction { _ in
        // If two boards count the same hour at once, the second board waits and then replaces the counts of the first.
        try connection.value("SELECT pg_advisory_xact_lock(hashtextextended('qabyldau board hours', 0))")
        try connection.value(
          "DELETE FROM board_hour WHERE hour >= $1::bigint AND hour < $2::bigint",
          ["\(hours.lowerBound.milliseconds)", "\(hours.upperBound.milliseconds)"])
        for count in counts { _ = try count.label.storable("label") }
        try connection.value(
          "INSERT INTO board_hour SELECT hour, measure, label, count FROM json_populate_recordset(NULL::board_hour, $1)",
          [PostgresConnection.json(counts)])
      }
    }
  }

  package func eventCounts(in time: Range<Timestamp>) async throws(StoreError) -> [BoardHour] {
    try await onConnection { connection in
      try connection.longTransaction {
        try EventCountQueries(.postgres).all.flatMap { query in
          let rows: [CountRow] = try connection.rows(
            query, ["\(time.lowerBound.milliseconds)", "\(time.upperBound.milliseconds)"])
          return rows.map {
            BoardHour(
              hour: BoardHour.beginning(of: time.lowerBound), measure: $0.measure, label: $0.label, count: $0.count)
          }
        }
      }
    }
  }

  package func nearestDeadlines(after time: Timestamp, limit: Int) async throws(StoreError) -> [Timestamp] {
    try await onConnection { connection in
      let rows: [DueRow] = try connection.rows(
        """
        SELECT due_by FROM application WHERE state IN ('received', 'inProcessing') AND due_by >= $1::bigint
        ORDER BY due_by LIMIT $2::bigint
        """, ["\(time.milliseconds)", "\(limit)"])
      return rows.map { Timestamp(milliseconds: $0.dueBy) }
    }
  }

  package func boardHours(
    _ hours: Range<Timestamp>, each seconds: Int64, of measure: String?
  ) async throws(StoreError) -> [BoardHour] {
    try await onConnection { connection in
      try connection.rows(
        """
        SELECT $1::bigint + (hour - $1::bigint) / $3::bigint * $3::bigint AS hour, measure, label,
        sum(count)::bigint AS count FROM board_hour WHERE hour >= $1::bigint AND hour < $2::bigint
        AND ($4::text IS NULL OR measure = $4::text)
        GROUP BY 1, 2, 3 ORDER BY 1, measure COLLATE "C", label COLLATE "C"
        """, ["\(hours.lowerBound.milliseconds)", "\(hours.upperBound.milliseconds)", "\(seconds * 1000)", measure])
    }
  }

  static let childQuery = """
    SELECT id FROM application WHERE child_iin = $1 ORDER BY submitted_at DESC, id LIMIT $2::bigint
    """

  package func applications(ofChild iin: String, limit: Int) async throws(StoreError) -> [ApplicationID] {
    try await onConnection { connection in
      let rows: [FoundRow] = try connection.rows(Self.childQuery, [iin, "\(limit)"])
      return rows.map(\.id)
    }
  }

  package func unansweredApplications() async throws(StoreError) -> [UnansweredApplications] {
    try await onConnection { connection in
      try connection.longTransaction {
        try connection.rows(
          """
          SELECT state, service, arrival IS NOT NULL AS was_school_asked, count(*) AS count,
          min(submitted_at) AS oldest FROM application WHERE state IN ('received', 'inProcessing')
          GROUP BY 1, 2, 3 ORDER BY state COLLATE "C", service COLLATE "C", 3
          """, [])
      }
    }
  }

  static let updatesQuery = """
    SELECT worker, message_id, recorded_at, outputs FROM inbox WHERE recorded_at >= $1::bigint
    ORDER BY recorded_at LIMIT $2::bigint
    """

  private static let settledQuery = """
    SELECT value::uuid AS id FROM json_array_elements_text($1)
    WHERE EXISTS (SELECT FROM service_history WHERE entry_id = value::uuid)
    OR EXISTS (
      SELECT FROM detour WHERE worker = 'notify' AND message_id = value::uuid AND kind IN ('parked', 'discarded'))
    """

  package func updates(committedFrom time: Timestamp, rows limit: Int) async throws(StoreError) -> CommittedUpdates {
    try await onConnection { connection in
      let rows: [InboxRow] = try connection.rows(Self.updatesQuery, ["\(time.milliseconds)", "\(limit)"])
      return try InboxRow.page(rows, limit: limit) { ids in
        let found: [SettledRow] = try connection.rows(Self.settledQuery, [keyList(ids)])
        return Set(found.map(\.id))
      }
    }
  }

  static let retriedQuery = """
    SELECT min(first_at) FROM detour WHERE worker = $1 AND kind = 'retried' AND returns_at > $2::bigint
    """

  package func oldestRetried(by worker: WorkerName, at now: Timestamp) async throws(StoreError) -> Timestamp? {
    try await onConnection { connection in
      try connection.value(Self.retriedQuery, [worker.rawValue, "\(now.milliseconds)"]).flatMap(Int64.init)
        .map { Timestamp(milliseconds: $0) }
    }
  }
}

private struct UserRow: Decodable {
  let name: String
  let role: BoardRole
  let password: String
  let changedAt: Int64
}

private struct ActionRow: Decodable {
  let number: Int64
  let at: Int64
  let who: String
  let role: String
  let action: String
  let target: String
  let reason: String
}

private struct CountRow: Decodable {
  let measure: String
  let label: String
  let count: Int64
}

private struct FoundRow: Decodable { let id: ApplicationID }

private struct SettledRow: Decodable { let id: MessageID }

private struct DueRow: Decodable {
  let dueBy: Int64
}
