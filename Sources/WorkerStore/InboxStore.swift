import Admission
public import QueueContracts
public import WorkerRuntime

/// A store for a worker without a register: its inbox with the outputs, its crash notes and its delivery events.
///
/// It has the tables of any other store, so `admissionctl store` and `StoreKeeper` work on it, on SQLite and
/// PostgreSQL. Give it a database of its own, apart from the register.
public struct InboxStore: WorkerStore, Retention {
  private let inner: any AdmissionStore

  init(_ inner: any AdmissionStore) { self.inner = inner }

  /// Runs `body` on the inbox rows, with a ledger that holds nothing.
  public func transaction<Result: Sendable>(
    inbox keys: InboxKeys, ledger: NoLedger.Keys,
    _ body: @Sendable (inout Inbox, inout NoLedger) -> Result
  ) async throws(StoreError) -> Result {
    try await inner.transaction(inbox: keys, ledger: Admission.Ledger.Keys()) { inbox, _ in
      var nothing = NoLedger()
      return body(&inbox, &nothing)
    }
  }

  /// Notes that this process begins to handle these messages, and returns how often processes died of each.
  public func noteBeginning(
    of messages: [String], worker: String, alone: Bool
  ) async throws(StoreError) -> [String: Crashes] {
    try await inner.noteBeginning(of: messages, worker: worker, alone: alone)
  }

  /// Deletes the crash notes of these messages.
  public func noteEnd(of messages: [String], worker: String, settled: Bool) async throws(StoreError) {
    try await inner.noteEnd(of: messages, worker: worker, settled: settled)
  }

  /// Notes delivery events.
  public func note(_ events: [DeliveryEvent]) async throws(StoreError) { try await inner.note(events) }

  /// The delivery events of an application's messages, ordered by the time of each record's first event.
  public func deliveryEvents(of application: ApplicationID) async throws(StoreError) -> [DeliveryEventRecord] {
    try await inner.deliveryEvents(of: application)
  }

  /// Gives an order.
  public func give(_ order: StandingOrder) async throws(StoreError) { try await inner.give(order) }

  /// Takes an order back; false if there was no such order.
  public func takeBack(_ kind: StandingOrder.Kind, of subject: String) async throws(StoreError) -> Bool {
    try await inner.takeBack(kind, of: subject)
  }

  /// Every order that was not taken back.
  public func standingOrders() async throws(StoreError) -> [StandingOrder] { try await inner.standingOrders() }

  /// Renews this process's lease, which also shows that the store answers.
  public func renewLease() async throws(StoreError) { try await inner.renewLease() }

  /// Removes rows from before `time`, at most `limit`.
  public func prune(before time: Timestamp, limit: Int) async throws(StoreError) -> PrunedRows {
    try await inner.prune(before: time, limit: limit)
  }

  /// Counts the rows that are old enough to be removed.
  public func prunable(before time: Timestamp) async throws(StoreError) -> PrunedRows {
    try await inner.prunable(before: time)
  }
}

extension StoreURL {
  /// Opens the store of a worker without a register.
  ///
  /// A missing SQLite file is created; the tables of a PostgreSQL database have to exist (`admissionctl store
  /// migrate`).
  ///
  /// - Throws: as ``open(migrates:)``.
  public func openInbox() async throws -> InboxStore { InboxStore(try await open()) }
}
