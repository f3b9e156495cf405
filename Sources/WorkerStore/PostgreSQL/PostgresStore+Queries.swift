public import Admission
import PostgresClient
public import QueueContracts
public import WorkerRuntime

extension PostgresStore {
  /// The entries of a citizen's service history, by time, then by step.
  public func history(recipientIin: String) async throws(StoreError) -> [HistoryEntry] {
    try await onConnection { try PostgresHistory.entries(recipientIin: recipientIin, on: $0) }
  }

  /// The history's entries of one application, by time, then by step.
  public func entries(of application: ApplicationID) async throws(StoreError) -> [HistoryEntry] {
    try await onConnection { try PostgresHistory.entries(of: application, on: $0) }
  }

  /// An application in the register; nil if it is unknown.
  public func application(_ id: ApplicationID) async throws(StoreError) -> ApplicationRecord? {
    try await onConnection { try PostgresApplications.load([id], on: $0).first }
  }

  /// The history's entries with these ids.
  public func entries(_ ids: [MessageID]) async throws(StoreError) -> [HistoryEntry] {
    try await onConnection { try PostgresHistory.entries(ids, on: $0) }
  }
}

extension PostgresStore {
  /// Stores delivery events.
  public func note(_ events: [DeliveryEvent]) async throws(StoreError) {
    try await onConnection { try PostgresDeliveryEvents(connection: $0).note(events) }
  }

  /// The deregistration slip that the store keeps as accepted for this application; nil if there is none.
  public func slip(of application: ApplicationID) async throws(StoreError) -> SlipKey? {
    try await onConnection { try PostgresSlips.slip(of: application, on: $0) }
  }

  /// The delivery events of an application's messages, ordered by the time at which each first happened.
  public func deliveryEvents(of application: ApplicationID) async throws(StoreError) -> [DeliveryEventRecord] {
    try await onConnection { try PostgresDeliveryEvents(connection: $0).deliveryEvents(of: application) }
  }
}

private struct IDRow: Decodable { let id: ApplicationID }

private struct ArrivalRow: Decodable {
  let schoolBin: String
  let last: Int
  let count: Int
  let highest: Int
}

/// Queries over the whole register, for operators: they may take up to an hour.
extension PostgresStore {
  static let submittedQuery = """
    SELECT id FROM application WHERE submitted_at >= $1::bigint AND submitted_at < $2::bigint
    AND ($3::bigint IS NULL OR (submitted_at, id) > ($3::bigint, $4::uuid)) ORDER BY submitted_at, id LIMIT $5::bigint
    """

  static let unregisteredQuery = """
    SELECT DISTINCT application_id AS id FROM service_history
    WHERE occurred_at >= $1::bigint AND occurred_at < $2::bigint
    AND NOT EXISTS (SELECT FROM application WHERE application.id = application_id) ORDER BY id
    """

  /// The ids of the applications that have this number.
  public func applications(numbered number: ApplicationNumber) async throws(StoreError) -> [ApplicationID] {
    try await inLongTransaction { connection in
      let rows: [IDRow] = try connection.rows("SELECT id FROM application WHERE number = $1 ORDER BY id", [number.text])
      return rows.map(\.id)
    }
  }

  /// A page of unanswered applications, ordered by their deadline.
  public func unanswered(
    dueBefore time: Timestamp, after last: ApplicationRecord?, limit: Int
  ) async throws(StoreError) -> [ApplicationRecord] {
    try await inLongTransaction { connection in
      try connection.records(
        """
        SELECT id FROM application WHERE state IN ('received', 'inProcessing') AND due_by < $1::bigint
        AND ($2::bigint IS NULL OR (due_by, id) > ($2::bigint, $3::uuid)) ORDER BY due_by, id LIMIT $4::bigint
        """,
        ["\(time.milliseconds)", last.map { "\($0.dueBy.milliseconds)" }, last?.id.description, "\(limit)"])
    }
  }

  /// A page of the applications submitted in a range of time, ordered by the time of submission.
  public func applications(
    submitted time: Range<Timestamp>, after last: ApplicationRecord?, limit: Int
  ) async throws(StoreError) -> [ApplicationRecord] {
    try await inLongTransaction { connection in
      try connection.records(
        Self.submittedQuery,
        [
          "\(time.lowerBound.milliseconds)", "\(time.upperBound.milliseconds)",
          last.map { "\($0.submittedAt.milliseconds)" }, last?.id.description, "\(limit)",
        ])
    }
  }

  /// The history's entries of these applications.
  public func entries(of applications: [ApplicationID]) async throws(StoreError) -> [HistoryEntry] {
    try await onConnection { try PostgresHistory.entries(of: applications, on: $0) }
  }

  /// The applications that have entries in the service history but no row in the register.
  public func unregistered(occurred time: Range<Timestamp>) async throws(StoreError) -> [ApplicationID] {
    try await inLongTransaction { connection in
      let rows: [IDRow] = try connection.rows(
        Self.unregisteredQuery, ["\(time.lowerBound.milliseconds)", "\(time.upperBound.milliseconds)"])
      return rows.map(\.id)
    }
  }

  /// The judgements of these applications.
  public func judgements(of applications: [ApplicationID]) async throws(StoreError) -> [Judgement] {
    try await inLongTransaction { try PostgresJudgements.load(applications, on: $0) }
  }

  /// The last arrival number that each school gave in a year.
  ///
  /// Each `ArrivalCount` also holds the count and the maximum of the school's arrival numbers in the register.
  public func arrivals(year: Int) async throws(StoreError) -> [ArrivalCount] {
    try await inLongTransaction { connection in
      let rows: [ArrivalRow] = try connection.rows(
        """
        SELECT counter.school_bin, last, count(arrival), coalesce(max(arrival), 0) AS highest
        FROM arrival_counter AS counter LEFT JOIN application
        ON application.school_bin = counter.school_bin AND campaign = year AND arrival IS NOT NULL
        WHERE year = $1::integer GROUP BY counter.school_bin, last ORDER BY counter.school_bin
        """, ["\(year)"])
      return try rows.map { row in
        guard let school = BIN(row.schoolBin) else {
          throw StoreError.rejected("a stored row cannot be read: a school")
        }
        return ArrivalCount(
          schoolYear: SchoolYear(school: school, year: year), last: row.last, count: row.count, highest: row.highest)
      }
    }
  }

  /// Counts the answered and the waiting applications of each school.
  public func schoolCounts(
    submitted time: Range<Timestamp>, lateAt now: Timestamp
  ) async throws(StoreError) -> [SchoolCount] {
    try await inLongTransaction { connection in
      let decisions: [SchoolCounts.Decisions] = try connection.rows(
        SchoolCounts.decisions(.postgres),
        ["\(time.lowerBound.milliseconds)", "\(time.upperBound.milliseconds)"])
      let late: [SchoolCounts.Late] = try connection.rows(
        SchoolCounts.late(.postgres), ["\(now.milliseconds)"])
      return SchoolCounts.all(decisions, late)
    }
  }

  private func inLongTransaction<Value: Sendable>(
    _ work: @Sendable (PostgresConnection) throws -> Value
  ) async throws(StoreError) -> Value {
    try await onConnection { connection in try connection.longTransaction { try work(connection) } }
  }
}

extension PostgresConnection {
  /// The records whose ids the query returns, in the query's order.
  fileprivate func records(_ query: String, _ parameters: [String?]) throws -> [ApplicationRecord] {
    let rows: [IDRow] = try rows(query, parameters)
    let loaded = try PostgresApplications.load(rows.map(\.id), on: self)
    let found = Dictionary(uniqueKeysWithValues: loaded.map { ($0.id, $0) })
    return rows.compactMap { found[$0.id] }
  }
}
