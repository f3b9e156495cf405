public import QueueContracts

/// Where effects and the inbox live.
public protocol Store<Ledger, Keys>: Sendable {
  /// What a transaction reads and changes, as a value: loaded by keys, changed in memory, written back at once.
  associatedtype Ledger: Sendable
  /// Names what a ledger has to hold.
  associatedtype Keys: Sendable

  /// Runs `body` on the inbox and ledger rows it names and writes what it changed, all in one durable transaction that
  /// no other process can interleave with on the same keys.
  ///
  /// - Throws: ``StoreError/unavailable(_:)`` (nothing was written; the same call may succeed later),
  ///   ``StoreError/rejected(_:)`` (nothing was written; something in this batch cannot be).
  func transaction<Result: Sendable>(
    inbox: InboxKeys, ledger: Keys,
    _ body: @Sendable (inout Inbox, inout Ledger) -> Result
  ) async throws(StoreError) -> Result
}

/// The one store of a worker: what its lanes decide, what processes died of, what became of deliveries.
public protocol WorkerStore<Ledger, Keys>: Store, CrashLog, DeliveryLog {
  /// Asks the store for a sign of life, and renews this process's: a process that is silent for ``processLeaseSeconds``
  /// counts as gone, unless it is known to run.
  func renewLease() async throws(StoreError)
}

/// How long a process that does not renew its lease counts as alive, in seconds.
public let processLeaseSeconds = 30

public enum StoreError: Error, Sendable, Equatable {
  case unavailable(String)
  case rejected(String)
}

/// The inbox rows that a batch asks for.
public struct InboxKeys: Sendable {
  public let worker: String
  public let messages: [MessageID]

  public init(worker: String, messages: [MessageID]) { (self.worker, self.messages) = (worker, messages) }
}

/// Which messages one worker has decided, and what followed: the reason why a message that comes twice has one effect.
public struct Inbox: Sendable {
  /// What was decided the first time.
  public struct Entry: Sendable, Equatable {
    public let outputs: [Output]
    public let recordedAt: Timestamp

    public init(outputs: [Output], recordedAt: Timestamp) { (self.outputs, self.recordedAt) = (outputs, recordedAt) }
  }

  private var entries: [MessageID: Entry]
  /// What this transaction adds, in order.
  public private(set) var added: [(id: MessageID, entry: Entry)] = []

  public init(entries: [MessageID: Entry] = [:]) { self.entries = entries }

  public subscript(id: MessageID) -> Entry? { entries[id] }

  public mutating func record(_ entry: Entry, for id: MessageID) {
    entries[id] = entry
    added.append((id, entry))
  }
}
