public import QueueContracts

/// The portal's own database of service histories.
public protocol HistoryStorage: Sendable {
  /// Stores an entry durably.
  ///
  /// - Returns: true if the entry was stored; false if the storage has an entry with this `entryId`. That entry stays
  ///   unchanged.
  func keep(_ entry: HistoryEntry) async throws -> Bool

  /// All entries of an application, in any order.
  func entries(of application: ApplicationID) async throws -> [HistoryEntry]
}

/// A storage in memory, for tests and trials.
public actor MemoryHistoryStorage: HistoryStorage {
  private var kept: [MessageID: HistoryEntry] = [:]

  /// Creates an empty storage.
  public init() {}

  /// Stores an entry if no entry with the same id is stored.
  public func keep(_ entry: HistoryEntry) -> Bool {
    guard kept[entry.entryId] == nil else { return false }
    kept[entry.entryId] = entry
    return true
  }

  /// The entries of an application, in any order.
  public func entries(of application: ApplicationID) -> [HistoryEntry] {
    kept.values.filter { $0.applicationId == application }
  }
}
