import QueueContracts
import WorkerRuntime

/// Chooses the parked messages that an operation is about; messages in `admission.unrouted` count as parked, too.
public struct ParkedFilter: Sendable, Equatable {
  /// The ids of the messages; empty for all.
  public let ids: [String]
  /// The work queues that the messages were parked from, or `admission.unrouted`.
  public let queues: [String]
  /// The reason of the messages; nil for any.
  public let reason: String?
  /// The detail of the messages, which may be empty; nil for any.
  public let detail: String?
  /// The application that the messages are about; nil for any.
  public let application: ApplicationID?
  /// The greatest number of messages to look at in each queue, from 1 to 65535.
  public let limit: Int

  /// The queues that are looked at if none is named: the workers' queues, the hub's queue and `admission.unrouted`.
  public static let allQueues = QueueName.workers + [QueueName.schools, QueueName.unrouted]

  /// Creates a filter after checking its values.
  ///
  /// - Parameters:
  ///   - ids: the ids of the messages; empty for all.
  ///   - queue: the queue, with or without `admission.`: a worker's (`intake`), the hub's (`schools`), a school's own
  ///     (`schools.950341000052`) or `unrouted`. Nil for all queues except the schools' own.
  ///   - reason: the reason of the messages; nil for any.
  ///   - detail: the detail of the messages; nil for any.
  ///   - application: the application that the messages are about; nil for any.
  ///   - limit: the greatest number of messages to look at in each queue, from 1 to 65535.
  /// - Throws: ``OperationFailure`` if there is no such queue or reason, or the limit is out of range.
  public init(
    ids: [String] = [], queue: String? = nil, reason: String? = nil, detail: String? = nil,
    application: ApplicationID? = nil, limit: Int = 1000
  ) throws(OperationFailure) {
    queues = Self.queues(named: queue)
    guard !queues.isEmpty else { throw .badInput("The queue is none of \(Self.allQueues.joined(separator: ", ")).") }
    if let reason, !ParkedMessage.reasons.contains(reason) {
      throw .badInput("The reason is none of \(ParkedMessage.reasons.joined(separator: ", ")).")
    }
    guard 1...65535 ~= limit else { throw .badInput("The limit is a number from 1 to 65535.") }
    self.ids = ids.map { $0.lowercased() }
    self.reason = reason
    self.detail = detail
    self.application = application
    self.limit = limit
  }

  /// The work queues that a name stands for; empty if there is no such queue.
  public static func queues(named queue: String?) -> [String] {
    guard let queue else { return allQueues }
    let names = [queue, "\(ExchangeName.admission).\(queue)"]
    return allQueues.filter(names.contains) + names.filter(QueueName.isSchool)
  }

  /// Tells whether the filter chooses the message.
  public func matches(_ parked: ParkedMessage) -> Bool {
    let id = parked.message.id?.lowercased()
    return (ids.isEmpty || ids.contains { $0 == id }) && (reason == nil || reason == parked.reason)
      && (detail == nil || detail == (parked.detail ?? ""))
      && (application == nil || application == parked.application)
  }
}
