import Admission
public import QueueContracts
public import WorkerRuntime

/// A store for a worker that has no register: it holds the inbox with its outputs, the crash notes and the delivery
/// events.
///
/// The database has the same tables as a store with a register, so `admissionctl store` and `StoreKeeper` work with it,
/// on SQLite and PostgreSQL. Use a database that contains no register.
public struct InboxStore: LaneStore, Retention {
  private let inner: any AdmissionStore

  init(_ inner: any AdmissionStore) { self.inner = inner }

  /// Runs `body` on the inbox rows, with a ledger that holds nothing.
  public func transaction<Result: Sendable>(
    inbox keys: [InboxKey], ledger: NoLedger.Keys,
    _ body: @Sendable (inout Inbox, inout NoLedger) -> Result
  ) async throws(StoreError) -> Result {
    try await inner.transaction(inbox: keys, ledger: Admission.Ledger.Keys()) { inbox, _ in
      var nothing = NoLedger()
      return body(&inbox, &nothing)
    }
  }

  /// Notes that this process begins to handle these messages, and returns how often each was in hand at a crash.
  public func noteBeginning(
    of messages: [String], worker: String, alone: Bool
  ) async throws(StoreError) -> [String: Crashes] {
    try await inner.noteBeginning(of: messages, worker: worker, alone: alone)
  }

  /// Deletes this process's crash notes of these messages; if the messages are settled, the notes of all processes.
  public func noteEnd(of messages: [String], worker: String, settled: Bool) async throws(StoreError) {
    try await inner.noteEnd(of: messages, worker: worker, settled: settled)
  }

  /// Stores delivery events.
  public func note(_ events: [DeliveryEvent]) async throws(StoreError) { try await inner.note(events) }

  /// The delivery events of an application's messages, ordered by the time at which each first happened.
  public func deliveryEvents(of application: ApplicationID) async throws(StoreError) -> [DeliveryEventRecord] {
    try await inner.deliveryEvents(of: application)
  }

  /// Stores an operator's order in place of an earlier order of the same kind and subject.
  public func give(_ order: StandingOrder) async throws(StoreError) { try await inner.give(order) }

  /// Deletes an operator's order; false if there was no such order.
  public func takeBack(_ kind: StandingOrder.Kind, of subject: String) async throws(StoreError) -> Bool {
    try await inner.takeBack(kind, of: subject)
  }

  /// The operators' orders that were not taken back, sorted by kind and subject.
  public func standingOrders() async throws(StoreError) -> [StandingOrder] { try await inner.standingOrders() }

  /// Renews this process's lease, its sign of life; throws if the store does not answer.
  public func renewLease() async throws(StoreError) { try await inner.renewLease() }

  /// Deletes at most `limit` rows of inbox, delivery events and crash log that are older than `time`, and older than
  /// `days` by the clock of a PostgreSQL server.
  public func prune(
    before time: Timestamp, keepingDays days: Int?, limit: Int
  ) async throws(StoreError) -> PrunedRows {
    try await inner.prune(before: time, keepingDays: days, limit: limit)
  }

  /// Counts the rows that ``prune(before:keepingDays:limit:)`` would delete if it had no limit.
  public func prunable(before time: Timestamp, keepingDays days: Int?) async throws(StoreError) -> PrunedRows {
    try await inner.prunable(before: time, keepingDays: days)
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
