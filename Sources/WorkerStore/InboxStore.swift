import Admission
public import QueueContracts
public import WorkerRuntime

/// A store for a worker that keeps no register: its inbox, with what it has said, its crash notes and delivery events.
///
/// It lies in the tables of every store, so that SQLite and PostgreSQL, `admissionctl store` and `StoreKeeper` serve it
/// as they serve ours. Give it a database of its own: the register is none of its business.
public struct InboxStore: WorkerStore, Retention {
  private let inner: any AdmissionStore

  init(_ inner: any AdmissionStore) { self.inner = inner }

  public func transaction<Result: Sendable>(
    inbox keys: InboxKeys, ledger: NoLedger.Keys,
    _ body: @Sendable (inout Inbox, inout NoLedger) -> Result
  ) async throws(StoreError) -> Result {
    try await inner.transaction(inbox: keys, ledger: Admission.Ledger.Keys()) { inbox, _ in
      var nothing = NoLedger()
      return body(&inbox, &nothing)
    }
  }

  public func noteBeginning(
    of messages: [String], worker: String, alone: Bool
  ) async throws(StoreError) -> [String: Crashes] {
    try await inner.noteBeginning(of: messages, worker: worker, alone: alone)
  }

  public func noteEnd(of messages: [String], worker: String, settled: Bool) async throws(StoreError) {
    try await inner.noteEnd(of: messages, worker: worker, settled: settled)
  }

  public func note(_ events: [DeliveryEvent]) async throws(StoreError) { try await inner.note(events) }

  public func deliveryEvents(of application: ApplicationID) async throws(StoreError) -> [DeliveryEventRecord] {
    try await inner.deliveryEvents(of: application)
  }

  public func renewLease() async throws(StoreError) { try await inner.renewLease() }

  public func prune(before time: Timestamp, limit: Int) async throws(StoreError) -> PrunedRows {
    try await inner.prune(before: time, limit: limit)
  }

  public func prunable(before time: Timestamp) async throws(StoreError) -> PrunedRows {
    try await inner.prunable(before: time)
  }
}

extension StoreURL {
  /// Opens the store of a worker that keeps no register.
  ///
  /// A missing SQLite file is made; a database's tables have to be there (`admissionctl store migrate`).
  ///
  /// - Throws: as ``open(migrates:)``.
  public func openInbox() async throws -> InboxStore { InboxStore(try await open()) }
}
