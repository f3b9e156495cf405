public import QueueContracts

/// An audit row about a message that was not completed at once: what happened to the message, and why.
///
/// It helps an operator who looks for an application. No decision depends on it, and it names no person.
public struct DeliveryEvent: Sendable, Equatable {
  /// The kind of event.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// The message waits in a retry queue.
    case retried
    /// The message waits for a person.
    case parked
    /// A person sent the message back to its queue.
    case replayed
    /// A person discarded the message.
    case discarded
  }

  /// The kind of event.
  public let kind: Kind
  /// The message's id.
  public let message: MessageID
  /// The application that the message is about.
  public let application: ApplicationID
  /// The worker that the message is for: `intake`, `transfer`, `notify`, or `schools` for a message to a school.
  public let worker: String
  /// The reason: what a retried message waits for, the parking code of a parked message, or a person's words.
  public let reason: String
  /// The detail beside a parking code; empty if there is nothing to add.
  public let detail: String
  /// The time of the event.
  public let time: Timestamp
  /// The time at which a retried message comes again; nil for other kinds.
  public let returnsAt: Timestamp?

  /// Creates an event.
  public init(
    _ kind: Kind, message: MessageID, application: ApplicationID, worker: String, reason: String, detail: String = "",
    time: Timestamp, returnsAt: Timestamp? = nil
  ) {
    self.kind = kind
    self.message = message
    self.application = application
    self.worker = worker
    self.reason = reason
    self.detail = detail
    self.time = time
    self.returnsAt = returnsAt
  }
}

/// The events of one kind, message and worker: the last event, the time of the first event, and the number of events.
public struct DeliveryEventRecord: Sendable, Equatable {
  /// The last event.
  public let last: DeliveryEvent
  /// The time of the first event.
  public let firstTime: Timestamp
  /// The number of events, 1 or more.
  public let times: Int

  /// Creates a record.
  public init(last: DeliveryEvent, firstTime: Timestamp, times: Int) {
    self.last = last
    self.firstTime = firstTime
    self.times = times
  }
}

/// Keeps delivery events: one row for each kind, message and worker, even if a message waits many times.
public protocol DeliveryLog: Sendable {
  /// Notes events.
  ///
  /// If two events of one call have the same kind, message and worker, the later one counts.
  func note(_ events: [DeliveryEvent]) async throws(StoreError)

  /// The delivery events of an application's messages, ordered by the time of the first event of each record.
  func deliveryEvents(of application: ApplicationID) async throws(StoreError) -> [DeliveryEventRecord]
}
