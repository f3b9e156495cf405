public import QueueContracts

/// Where a portal keeps the service histories: its own database.
public protocol HistoryStorage: Sendable {
  /// Keeps an entry durably.
  ///
  /// - Returns: false if an entry of this `entryId` is there already, and nothing was changed.
  func keep(_ entry: HistoryEntry) async throws -> Bool

  /// All entries of an application, in any order.
  func entries(of application: ApplicationID) async throws -> [HistoryEntry]
}

/// A storage in memory, for tests and trials.
public actor MemoryHistoryStorage: HistoryStorage {
  private var kept: [MessageID: HistoryEntry] = [:]

  public init() {}

  public func keep(_ entry: HistoryEntry) -> Bool {
    guard kept[entry.entryId] == nil else { return false }
    kept[entry.entryId] = entry
    return true
  }

  public func entries(of application: ApplicationID) -> [HistoryEntry] {
    kept.values.filter { $0.applicationId == application }
  }
}
