package import QueueContracts
package import WorkerRuntime

/// The board's own records in the store: users, audit rows and counts.
package protocol BoardRecords: Sendable {
  // MARK: - Users

  func boardUser(_ name: String) async throws(StoreError) -> BoardUser?

  /// All users, by name.
  func boardUsers() async throws(StoreError) -> [BoardUser]

  /// Adds the user, or replaces the user of the same name.
  func keep(_ user: BoardUser) async throws(StoreError)

  /// Removes a user; false if there is no such user.
  func removeBoardUser(_ name: String) async throws(StoreError) -> Bool

  // MARK: - Actions

  /// Adds an audit row; call it before the action is carried out.
  func note(_ action: BoardAction) async throws(StoreError)

  /// A page of audit rows, the newest first.
  ///
  /// - Parameters:
  ///   - number: the page holds only rows with a smaller number; nil for the newest rows.
  ///   - limit: how many rows at most, 1 or more.
  /// - Returns: the rows.
  /// - Throws: `StoreError`.
  func boardActions(before number: Int64?, limit: Int) async throws(StoreError) -> [BoardAction]

  /// Deletes at most `limit` audit rows that are older than `time`, in one short transaction, and returns their number.
  func forgetBoardActions(before time: Timestamp, limit: Int) async throws(StoreError) -> Int

  // MARK: - Hours

  /// Replaces all stored counts of these hours.
  func keep(_ counts: [BoardHour], of hours: Range<Timestamp>) async throws(StoreError)

  /// Counts the events of a range of time, from the rows that the workers have stored.
  ///
  /// Every count in the result has the same ``BoardHour/hour``: the hour in which the range begins.
  func eventCounts(in time: Range<Timestamp>) async throws(StoreError) -> [BoardHour]

  /// The deadlines, at `time` or later, of applications that are not answered yet; the nearest first.
  func nearestDeadlines(after time: Timestamp, limit: Int) async throws(StoreError) -> [Timestamp]

  /// Divides these hours into slots of `seconds` seconds, and adds up the stored counts of each slot, by measure and label.
  ///
  /// - Parameters:
  ///   - hours: the hours whose counts are added up.
  ///   - seconds: the length of a slot; the first slot begins at the lower bound of `hours`. In the result,
  ///     ``BoardHour/hour`` is the beginning of a slot.
  ///   - measure: the only measure that is added up; nil for all.
  /// - Returns: one value for each slot, measure and label that has counts.
  /// - Throws: `StoreError` if the store does not answer.
  func boardHours(
    _ hours: Range<Timestamp>, each seconds: Int64, of measure: String?
  ) async throws(StoreError) -> [BoardHour]

  // MARK: - Applications

  /// The applications for a child, the latest first.
  func applications(ofChild iin: String, limit: Int) async throws(StoreError) -> [ApplicationID]

  /// Counts the applications without a final answer, by state, service and whether their school was asked.
  ///
  /// The query reads every unanswered application, so call it rarely.
  func unansweredApplications() async throws(StoreError) -> [UnansweredApplications]

  // MARK: - Messages

  /// The updates that were committed at `time` or later.
  ///
  /// - Parameters:
  ///   - time: the earliest time of commit.
  ///   - limit: how many rows of the inbox are read; not every row holds an update.
  /// - Returns: the updates, the earliest first.
  /// - Throws: `StoreError` if the store does not answer.
  func updates(committedFrom time: Timestamp, rows limit: Int) async throws(StoreError) -> CommittedUpdates

  /// Each message that now waits in the worker's retry queues has failed a first time; this is the earliest such time.
  ///
  /// It is nil if no message waits there.
  func oldestRetried(by worker: WorkerName, at now: Timestamp) async throws(StoreError) -> Timestamp?
}

/// The applications of one service in one state that have no final answer.
package struct UnansweredApplications: Sendable, Equatable, Decodable {
  /// The raw value of an `ApplicationRecord.State`.
  package let state: String
  /// The raw value of a `Service`.
  package let service: String
  /// True if the schools of these applications were asked, so that each application has an arrival number.
  package let wasSchoolAsked: Bool
  package let count: Int
  /// The time at which the oldest of these applications was submitted, in milliseconds since 1970.
  package let oldest: Int64

  package init(state: String, service: String, wasSchoolAsked: Bool, count: Int, oldest: Int64) {
    self.state = state
    self.service = service
    self.wasSchoolAsked = wasSchoolAsked
    self.count = count
    self.oldest = oldest
  }
}

extension BoardRecords {
  /// Divides these hours into slots of `seconds` seconds, and adds up the stored counts of each slot, by measure and label.
  package func boardHours(_ hours: Range<Timestamp>, each seconds: Int64) async throws(StoreError) -> [BoardHour] {
    try await boardHours(hours, each: seconds, of: nil)
  }

  /// The stored counts of each hour that begins in the range.
  package func boardHours(
    _ hours: Range<Timestamp>, of measure: String? = nil
  ) async throws(StoreError) -> [BoardHour] {
    let begin = Timestamp(milliseconds: BoardHour.beginning(of: hours.lowerBound))
    return try await boardHours(begin..<hours.upperBound, each: 3600, of: measure).filter {
      $0.hour >= hours.lowerBound.milliseconds
    }
  }
}

/// The store of the board.
package typealias BoardStore = AdmissionStore & BoardRecords

extension StoreURL {
  /// Opens the store for the board.
  ///
  /// - Throws: as ``open(migrates:)``.
  package func openBoard(migrates: Bool = true) async throws -> any BoardStore {
    switch self {
    case .sqlite(let path): try await SQLiteStore.open(path: path, migrates: migrates)
    case .postgres(let url): try await PostgresStore.open(url)
    }
  }
}
