/// The name of a worker of ours, from which its queue and its user follow.
///
/// A further worker is one more case, and a reader of what it is to handle (see ``MessageRoute``).
public enum WorkerName: String, CaseIterable, Sendable, Codable {
  case intake, transfer, notify

  /// The queue that it consumes.
  public var queue: String { "\(ExchangeName.admission).\(rawValue)" }

  /// The queue in which its messages wait for a person.
  public var parkedQueue: String { QueueName.parked(of: queue) }

  /// The name of its user on the broker, of its connections, and of its messages' property `app_id`.
  public var user: String { rawValue }
}
