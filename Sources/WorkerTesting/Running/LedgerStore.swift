public import QueueContracts
public import WorkerRuntime

/// A store in memory for any worker's ledger; every transaction gets the whole ledger.
///
/// It does not load by keys, tell processes apart or remember crashes. The real stores have tests of their own.
public actor LedgerStore<Ledger: Sendable, Keys: Sendable>: LaneStore {
  /// The ledger as the worker has written it.
  public private(set) var ledger: Ledger
  /// The delivery events, in the order in which they were noted.
  public private(set) var events: [DeliveryEvent] = []
  private var records: [InboxKey: Inbox.Entry] = [:]

  /// Creates a store.
  ///
  /// - Parameter ledger: the first content of the store.
  public init(_ ledger: Ledger) { self.ledger = ledger }

  /// Runs `body` on the inbox and the whole ledger.
  public func transaction<Result: Sendable>(
    inbox keys: [InboxKey], ledger names: Keys, _ body: @Sendable (inout Inbox, inout Ledger) -> Result
  ) async throws(StoreError) -> Result {
    var inbox = Inbox(entries: records.filter { keys.contains($0.key) })
    let result = body(&inbox, &ledger)
    for (key, entry) in inbox.added { records[key] = entry }
    return result
  }

  /// Returns no crashes, because this store ends with the test's process.
  public func noteBeginning(
    of messages: [String], worker: String, alone: Bool
  ) async throws(StoreError) -> [String: Crashes] { [:] }

  /// Does nothing.
  public func noteEnd(of messages: [String], worker: String, settled: Bool) async throws(StoreError) {}

  /// Keeps the events.
  public func note(_ events: [DeliveryEvent]) async throws(StoreError) { self.events += events }

  /// The events of an application's messages, with one record for each event.
  public func deliveryEvents(of application: ApplicationID) async throws(StoreError) -> [DeliveryEventRecord] {
    events.filter { $0.application == application }
      .map { DeliveryEventRecord(last: $0, firstTime: $0.time, times: 1) }
  }

  /// Does nothing.
  public func renewLease() async throws(StoreError) {}
}
