public import Admission
public import Foundation
public import QueueContracts
public import WorkerRuntime

/// The store that `STORE_URL` names: one type for the workers and the CLI, and the one place that chooses.
public struct OpenedStore: AdmissionStore {
  private let store: any AdmissionStore

  /// Opens the store, as ``init(_:migrates:)`` does.
  public init(url: String) async throws { try await self.init(StoreURL(url)) }

  /// Opens the store.
  ///
  /// An SQLite file is made where it does not exist, and its tables are brought up to date; a
  /// database's tables have to be there.
  ///
  /// - Parameter migrates: false where an SQLite file's tables have to be up to date too.
  /// - Throws: `SettingsError` where `STORE_URL` has to be changed or an operator has to act, `StoreError` where trying
  ///   again can help.
  public init(_ url: StoreURL, migrates: Bool = true) async throws {
    store =
      switch url {
      case .sqlite(let path): try await SQLiteStore.open(path: path, migrates: migrates)
      case .postgres(let url): try await PostgresStore.open(url)
      }
  }

  /// Brings the store's tables up to date, and gives their version.
  ///
  /// - Throws: as ``init(_:migrates:)``.
  public static func migrate(_ url: StoreURL) async throws -> Int {
    switch url {
    case .sqlite(let path):
      try await SQLiteStore.open(path: path).close()
      return Schema.versions.count
    case .postgres(let url): return try await PostgresStore.migrate(url)
    }
  }
}

extension OpenedStore {
  public func transaction<Result: Sendable>(
    inbox keys: InboxKeys, ledger ledgerKeys: Ledger.Keys, _ body: @Sendable (inout Inbox, inout Ledger) -> Result
  ) async throws(StoreError) -> Result {
    try await store.transaction(inbox: keys, ledger: ledgerKeys, body)
  }

  public func noteBeginning(
    of messages: [String], worker: String, alone: Bool
  ) async throws(StoreError) -> [String: Crashes] {
    try await store.noteBeginning(of: messages, worker: worker, alone: alone)
  }

  public func noteEnd(of messages: [String], worker: String, settled: Bool) async throws(StoreError) {
    try await store.noteEnd(of: messages, worker: worker, settled: settled)
  }

  public func renewLease() async throws(StoreError) { try await store.renewLease() }

  public func history(recipientIin: String) async throws(StoreError) -> [HistoryEntry] {
    try await store.history(recipientIin: recipientIin)
  }

  public func entries(of application: ApplicationID) async throws(StoreError) -> [HistoryEntry] {
    try await store.entries(of: application)
  }

  public func application(_ id: ApplicationID) async throws(StoreError) -> ApplicationRecord? {
    try await store.application(id)
  }

  public func note(_ events: [DeliveryEvent]) async throws(StoreError) { try await store.note(events) }

  public func slip(of application: ApplicationID) async throws(StoreError) -> SlipKey? {
    try await store.slip(of: application)
  }

  public func deliveryEvents(of application: ApplicationID) async throws(StoreError) -> [DeliveryEventRecord] {
    try await store.deliveryEvents(of: application)
  }

  public func entries(_ ids: [MessageID]) async throws(StoreError) -> [HistoryEntry] { try await store.entries(ids) }
}

extension OpenedStore {
  public func inProcessing(
    dueBefore time: Timestamp, after last: ApplicationRecord?, limit: Int
  ) async throws -> [ApplicationRecord] {
    try await store.inProcessing(dueBefore: time, after: last, limit: limit)
  }

  public func applications(
    submitted time: Range<Timestamp>, after last: ApplicationRecord?, limit: Int
  ) async throws -> [ApplicationRecord] {
    try await store.applications(submitted: time, after: last, limit: limit)
  }

  public func entries(of applications: [ApplicationID]) async throws -> [HistoryEntry] {
    try await store.entries(of: applications)
  }

  public func unregistered(occurred time: Range<Timestamp>) async throws -> [ApplicationID] {
    try await store.unregistered(occurred: time)
  }

  public func arrivals(year: Int) async throws -> [ArrivalCount] { try await store.arrivals(year: year) }
}

extension OpenedStore {
  public func takeWatch(holder: UUID, seconds: Int) async throws -> Bool {
    try await store.takeWatch(holder: holder, seconds: seconds)
  }

  public func lateness(at time: Timestamp, soonSeconds: Int64) async throws -> Lateness {
    try await store.lateness(at: time, soonSeconds: soonSeconds)
  }

  public func lateNotTold(at time: Timestamp, publishedBefore: Timestamp, limit: Int) async throws -> [ApplicationID] {
    try await store.lateNotTold(at: time, publishedBefore: publishedBefore, limit: limit)
  }

  public func claim(
    _ notices: [OverdueNotice], at time: Timestamp, publishedBefore: Timestamp
  ) async throws -> Set<ApplicationID> {
    try await store.claim(notices, at: time, publishedBefore: publishedBefore)
  }

  public func noteHandled(by worker: String, publishedBefore: Timestamp) async throws {
    try await store.noteHandled(by: worker, publishedBefore: publishedBefore)
  }
}

extension OpenedStore {
  public func prune(before time: Timestamp, limit: Int) async throws(StoreError) -> PrunedRows {
    try await store.prune(before: time, limit: limit)
  }

  public func prunable(before time: Timestamp) async throws(StoreError) -> PrunedRows {
    try await store.prunable(before: time)
  }
}
