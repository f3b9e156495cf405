public import QueueContracts

/// The store of a worker: its inbox, the ledger, the crash log, the delivery events and the operators' orders.
public protocol LaneStore<Ledger, Keys>: CrashLog, DeliveryLog, StandingOrders {
  /// The unit of work of a transaction, as a value: loaded by keys, changed in memory, written back at once.
  associatedtype Ledger: Sendable
  /// The keys of the rows that a ledger has to hold.
  associatedtype Keys: Sendable

  /// Runs `body` on the named rows of inbox and ledger, and writes what `body` changed, in one durable transaction.
  ///
  /// Until the transaction ends, no other process can change the rows of these keys.
  ///
  /// - Parameters:
  ///   - inbox: the inbox rows to load.
  ///   - ledger: the ledger rows to load.
  ///   - body: changes inbox and ledger in memory, and does nothing else.
  /// - Returns: the result of `body`.
  /// - Throws: ``StoreError/unavailable(_:)`` (nothing was written; the same call may succeed later),
  ///   ``StoreError/rejected(_:)`` (nothing was written; something in this batch can never be written).
  func transaction<Result: Sendable>(
    inbox: [InboxKey], ledger: Keys,
    _ body: @Sendable (inout Inbox, inout Ledger) -> Result
  ) async throws(StoreError) -> Result

  /// Renews this process's lease, which also shows that the store answers.
  ///
  /// If the store cannot tell whether a process still runs, the process counts as gone when it has not renewed its
  /// lease for ``processLeaseSeconds``.
  func renewLease() async throws(StoreError)
}

/// The number of seconds for which a process counts as alive after it has renewed its lease.
public let processLeaseSeconds = 30

/// A failure of the store; nothing was written.
public enum StoreError: Error, Sendable, Equatable {
  /// The store is down or busy: the same call may succeed later. The text is for an operator.
  case unavailable(String)
  /// The store refuses something in this batch, now and later. The text is for an operator.
  case rejected(String)
}

/// The key of a row of the inbox.
public struct InboxKey: Sendable, Hashable {
  /// The name of the inbox (``Worker/inbox(of:)``).
  public let inbox: String
  /// The message's id.
  public let message: MessageID

  /// Creates a key.
  public init(_ inbox: String, _ message: MessageID) {
    self.inbox = inbox
    self.message = message
  }

  /// What ends the name of an inbox of outputs that messages have while they wait.
  package static let waitingSuffix = ".waiting"

  /// The key of the outputs that the message has while it waits; they are recorded apart from its final outputs.
  var waitingKey: InboxKey { InboxKey(inbox + Self.waitingSuffix, message) }
}

/// The messages that one worker has decided, with their outputs.
///
/// These records make the worker an idempotent consumer.
public struct Inbox: Sendable {
  /// The record of a message: what followed when the message was first decided.
  public struct Entry: Sendable, Equatable {
    /// The messages that the worker publishes because of the decision.
    public let outputs: [Output]
    /// The time of the decision.
    public let recordedAt: Timestamp

    /// Creates a record.
    public init(outputs: [Output], recordedAt: Timestamp) {
      self.outputs = outputs
      self.recordedAt = recordedAt
    }
  }

  private var entries: [InboxKey: Entry]
  /// The records that this transaction adds, in order.
  public private(set) var added: [(key: InboxKey, entry: Entry)] = []

  /// Creates an inbox with the rows that were loaded.
  public init(entries: [InboxKey: Entry] = [:]) { self.entries = entries }

  /// The record of a message; nil if it has not been decided.
  public subscript(key: InboxKey) -> Entry? { entries[key] }

  /// Adds the record of a message.
  public mutating func record(_ entry: Entry, for key: InboxKey) {
    entries[key] = entry
    added.append((key, entry))
  }
}
