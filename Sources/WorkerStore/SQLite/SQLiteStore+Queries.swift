public import Admission
import GRDB
public import QueueContracts
public import WorkerRuntime

/// Queries for `admissionctl`, the board, `DeadlineWatch` and the sink to the portal.
extension SQLiteStore {
  /// The entries of a citizen's service history, by `occurredAt`, then by `step`; none for an unknown IIN.
  public func history(recipientIin: String) throws(StoreError) -> [HistoryEntry] {
    try onStatements { try HistoryTable(statements: $0).entries(recipientIin: recipientIin) }
  }

  /// The history's entries of one application, by `occurredAt`, then by `step`.
  public func entries(of application: ApplicationID) throws(StoreError) -> [HistoryEntry] {
    try onStatements { try HistoryTable(statements: $0).entries(of: application) }
  }

  /// The history's entries with these ids.
  public func entries(_ ids: [MessageID]) throws(StoreError) -> [HistoryEntry] {
    try onStatements { try HistoryTable(statements: $0).entries(ids) }
  }

  /// An application in the register; nil if it is unknown.
  public func application(_ id: ApplicationID) throws(StoreError) -> ApplicationRecord? {
    try onStatements { try ApplicationTable(statements: $0).load(ids: [id]).first }
  }
}

extension SQLiteStore {
  /// The deregistration slip that this application uses; nil if it uses none or a later application has got the slip.
  public func slip(of application: ApplicationID) throws(StoreError) -> SlipKey? {
    try onStatements { try SlipTable(statements: $0).slip(of: application) }
  }

  /// The delivery events of an application's messages, ordered by the time at which each first happened.
  public func deliveryEvents(of application: ApplicationID) throws(StoreError) -> [DeliveryEventRecord] {
    try onDatabase { try DeliveryEventTable(db: $0).deliveryEvents(of: application) }
  }

  /// Stores delivery events.
  public func note(_ events: [DeliveryEvent]) throws(StoreError) {
    try onDatabase { db in
      try db.inTransaction(.immediate) {
        for event in events { try DeliveryEventTable(db: db).note(event) }
        return .commit
      }
    }
  }
}

extension SQLiteStore: RegisterQueries {
  static let submittedQuery = """
    SELECT id FROM application WHERE submitted_at >= ? AND submitted_at < ? AND (submitted_at, id) > (?, ?)
    ORDER BY submitted_at, id LIMIT ?
    """

  static let unregisteredQuery = """
    SELECT DISTINCT application_id FROM service_history WHERE occurred_at >= ? AND occurred_at < ?
    AND NOT EXISTS (SELECT 1 FROM application WHERE id = application_id) ORDER BY application_id
    """

  /// The ids of the applications that have this number.
  public func applications(numbered number: ApplicationNumber) throws(StoreError) -> [ApplicationID] {
    try onDatabase { db in
      let sql = "SELECT id FROM application WHERE number = ? ORDER BY id"
      return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [number.text]).map { try $0.id(atIndex: 0) }
    }
  }

  /// A page of unanswered applications, ordered by their deadline.
  public func unanswered(
    dueBefore time: Timestamp, after last: ApplicationRecord?, limit: Int
  ) throws(StoreError) -> [ApplicationRecord] {
    try onDatabase { db in
      let sql = """
        SELECT id FROM application WHERE state IN ('received', 'inProcessing') AND due_by < ? AND (due_by, id) > (?, ?)
        ORDER BY due_by, id LIMIT ?
        """
      return try records(
        db, sql,
        [time.milliseconds, last?.dueBy.milliseconds ?? .min, last?.id.description ?? "", limit])
    }
  }

  /// A page of the applications submitted in a range of time, ordered by the time of submission.
  public func applications(
    submitted time: Range<Timestamp>, after last: ApplicationRecord?, limit: Int
  ) throws(StoreError) -> [ApplicationRecord] {
    try onDatabase { db in
      // The query begins where the last page ended; otherwise SQLite would read the rows of all earlier pages again.
      let first = max(time.lowerBound.milliseconds, last?.submittedAt.milliseconds ?? .min)
      return try records(
        db, Self.submittedQuery,
        [
          first, time.upperBound.milliseconds, last?.submittedAt.milliseconds ?? .min, last?.id.description ?? "",
          limit,
        ])
    }
  }

  /// The history's entries of these applications.
  public func entries(of applications: [ApplicationID]) throws(StoreError) -> [HistoryEntry] {
    try onStatements { statements in
      try applications.flatMap { try HistoryTable(statements: statements).entries(of: $0) }
    }
  }

  /// The applications that have entries in the service history but no row in the register.
  public func unregistered(occurred time: Range<Timestamp>) throws(StoreError) -> [ApplicationID] {
    try onDatabase { db in
      try Row.fetchAll(
        db.cachedStatement(sql: Self.unregisteredQuery),
        arguments: [time.lowerBound.milliseconds, time.upperBound.milliseconds]
      ).map { try $0.id(atIndex: 0) }
    }
  }

  /// The judgements of these applications.
  public func judgements(of applications: [ApplicationID]) throws(StoreError) -> [Judgement] {
    try onStatements { try JudgementTable(statements: $0).load(applications) }
  }

  /// For each school, the last arrival number that it gave in a year.
  ///
  /// Each element also has the count and the highest of the school's arrival numbers in the register, to compare with
  /// that last number.
  public func arrivals(year: Int) throws(StoreError) -> [ArrivalCount] {
    try onDatabase { db in
      let sql = """
        SELECT counter.school_bin, last, COUNT(arrival), COALESCE(MAX(arrival), 0)
        FROM arrival_counter AS counter LEFT JOIN application
        ON application.school_bin = counter.school_bin AND campaign = year AND arrival IS NOT NULL
        WHERE year = ? GROUP BY counter.school_bin, last ORDER BY counter.school_bin
        """
      return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [year]).map { row in
        ArrivalCount(
          schoolYear: SchoolYear(school: try row.bin(atIndex: 0), year: year), last: try row.decode(atIndex: 1),
          count: try row.decode(atIndex: 2), highest: try row.decode(atIndex: 3))
      }
    }
  }

  /// Counts the answered and the waiting applications of each school.
  public func schoolCounts(
    submitted time: Range<Timestamp>, lateAt now: Timestamp
  ) throws(StoreError) -> [SchoolCount] {
    try onDatabase { db in
      let decisions = try Row.fetchAll(
        db, sql: SchoolCounts.decisions(.sqlite),
        arguments: [time.lowerBound.milliseconds, time.upperBound.milliseconds])
      let late = try Row.fetchAll(db, sql: SchoolCounts.late(.sqlite), arguments: [now.milliseconds])
      return SchoolCounts.all(
        try decisions.map { row in
          SchoolCounts.Decisions(
            schoolBin: try row.decode(atIndex: 0), waiting: try row.decode(atIndex: 1),
            answered: try row.decode(atIndex: 2), answeredLate: try row.decode(atIndex: 3),
            medianSeconds: try row.decode(atIndex: 4), slowestSeconds: try row.decode(atIndex: 5))
        },
        try late.map { row in
          SchoolCounts.Late(
            schoolBin: try row.decode(atIndex: 0), late: try row.decode(atIndex: 1),
            lateSince: try row.decode(atIndex: 2))
        })
    }
  }

  /// The records whose ids the query returns, in the query's order.
  private func records(
    _ db: Database, _ sql: String, _ arguments: StatementArguments
  ) throws -> [ApplicationRecord] {
    let ids: [ApplicationID] = try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
      .map { try $0.id(atIndex: 0) }
    let records = try ApplicationTable(statements: statements(of: db)).load(ids: ids)
    let found = Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0) })
    return ids.compactMap { found[$0] }
  }
}
