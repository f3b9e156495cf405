/// The name of a worker, from which its queue and its user on the broker follow.
///
/// To add a worker, add a case here, and a reader to the route of each message that the worker handles (see
/// ``MessageRoute``).
public enum WorkerName: String, CaseIterable, Sendable, Codable {
  case intake, transfer, notify

  /// The queue that the worker consumes.
  public var queue: String { "\(ExchangeName.admission).\(rawValue)" }

  /// The queue in which the worker's messages wait for a person.
  public var parkedQueue: String { QueueName.parked(of: queue) }

  /// The worker's user on the broker; its connections and the property `app_id` of its messages have the same name.
  public var user: String { rawValue }
}
