public import QueueContracts
public import WorkerRuntime

/// A store in memory of one worker's ledger, whatever that is: every transaction is given all of it.
///
/// What a real store has to do beside that (to load by keys, to keep processes apart, to remember crashes) is the business
/// of its own tests.
public actor LedgerStore<Ledger: Sendable, Keys: Sendable>: WorkerStore {
  /// What the worker has written.
  public private(set) var ledger: Ledger
  /// What kept messages from being completed, in the order in which it was noted.
  public private(set) var events: [DeliveryEvent] = []
  private var inboxes: [String: [MessageID: Inbox.Entry]] = [:]

  /// - Parameter ledger: what is in the store at first.
  public init(_ ledger: Ledger) { self.ledger = ledger }

  public func transaction<Result: Sendable>(
    inbox keys: InboxKeys, ledger names: Keys, _ body: @Sendable (inout Inbox, inout Ledger) -> Result
  ) async throws(StoreError) -> Result {
    let known = inboxes[keys.worker, default: [:]]
    var inbox = Inbox(entries: known.filter { keys.messages.contains($0.key) })
    let result = body(&inbox, &ledger)
    for (id, entry) in inbox.added { inboxes[keys.worker, default: [:]][id] = entry }
    return result
  }

  /// Remembers no crash: a test's process that dies takes this store with it.
  public func noteBeginning(
    of messages: [String], worker: String, alone: Bool
  ) async throws(StoreError) -> [String: Crashes] { [:] }

  public func noteEnd(of messages: [String], worker: String, settled: Bool) async throws(StoreError) {}

  public func note(_ events: [DeliveryEvent]) async throws(StoreError) { self.events += events }

  public func deliveryEvents(of application: ApplicationID) async throws(StoreError) -> [DeliveryEventRecord] {
    events.filter { $0.application == application }
      .map { DeliveryEventRecord(last: $0, firstTime: $0.time, times: 1) }
  }

  public func renewLease() async throws(StoreError) {}
}
