package import QueueContracts
package import WorkerRuntime

/// What the board keeps in the store, beside what the workers do.
package protocol BoardRecords: Sendable {
  // MARK: - Users

  func boardUser(_ name: String) async throws(StoreError) -> BoardUser?

  /// All of them, by name.
  func boardUsers() async throws(StoreError) -> [BoardUser]

  /// Adds the user, or changes one of the same name.
  func keep(_ user: BoardUser) async throws(StoreError)

  /// False if there is no such user.
  func removeBoardUser(_ name: String) async throws(StoreError) -> Bool

  // MARK: - Actions

  /// Notes what somebody is about to do.
  func note(_ action: BoardAction) async throws(StoreError)

  /// The newest first.
  ///
  /// - Parameters:
  ///   - number: only what was noted before this one; nil for the newest.
  ///   - limit: how many at most, 1 or more.
  func boardActions(before number: Int64?, limit: Int) async throws(StoreError) -> [BoardAction]

  /// Removes the oldest actions, in one short transaction, and gives how many.
  func forgetBoardActions(before time: Timestamp, limit: Int) async throws(StoreError) -> Int

  // MARK: - Hours

  /// Keeps what was counted; what was kept of the same hours before is replaced.
  func keep(_ counts: [BoardHour], of hours: Range<Timestamp>) async throws(StoreError)

  /// What was counted in these hours, by hour, measure and label.
  func boardHours(_ hours: Range<Timestamp>) async throws(StoreError) -> [BoardHour]
}

/// A store that the board works on.
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
