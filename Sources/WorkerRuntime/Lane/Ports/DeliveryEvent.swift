public import QueueContracts

/// A message that was not completed at once: what became of it instead, and why.
///
/// An operator reads it who asks where an application is. Nothing rests on it, and nothing in it names a person.
public struct DeliveryEvent: Sendable, Equatable {
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// It waits in a retry queue.
    case retried
    /// It waits for a person.
    case parked
    /// A person sent it back to work.
    case replayed
    /// A person threw it away.
    case discarded
  }

  public let kind: Kind
  public let message: MessageID
  public let application: ApplicationID
  /// Whose message it was: `intake`, `transfer`, `notify`, `schools`.
  public let worker: String
  /// What a retried one waits for, the code of a parked one, a person's words.
  public let reason: String
  /// Beside a code; empty where there is nothing to add.
  public let detail: String
  public let time: Timestamp
  /// When a retried one comes again; nil for the others.
  public let returnsAt: Timestamp?

  public init(
    _ kind: Kind, message: MessageID, application: ApplicationID, worker: String, reason: String, detail: String = "",
    time: Timestamp, returnsAt: Timestamp? = nil
  ) {
    (self.kind, self.message, self.application, self.worker) = (kind, message, application, worker)
    (self.reason, self.detail, self.time, self.returnsAt) = (reason, detail, time, returnsAt)
  }
}

/// The events of one kind that one message of one worker has made: the last one, and how they began.
public struct DeliveryEventRecord: Sendable, Equatable {
  public let last: DeliveryEvent
  public let firstTime: Timestamp
  public let times: Int

  public init(last: DeliveryEvent, firstTime: Timestamp, times: Int) {
    (self.last, self.firstTime, self.times) = (last, firstTime, times)
  }
}

/// Remembers events: one row for each kind, message and worker, however often a message waits.
public protocol DeliveryLog: Sendable {
  /// Notes what happened.
  ///
  /// Of two with the same kind, message and worker in one call the later one counts.
  func note(_ events: [DeliveryEvent]) async throws(StoreError)

  /// What kept the application's messages, by the time of the first.
  func deliveryEvents(of application: ApplicationID) async throws(StoreError) -> [DeliveryEventRecord]
}
