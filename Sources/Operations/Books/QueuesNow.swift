import Admission
import QueueContracts
import RabbitBroker
import WorkerRuntime

/// The messages in the queues at one moment.
public struct QueuesNow: Sendable {
  /// The number of waiting messages, by the queue's name.
  ///
  /// Messages that consumers have in hand do not count, and a queue that is not declared is left out.
  public let messages: [String: Int]
  /// The ids of intake's parked messages; nil if there are too many to look at.
  private let parkedIDs: Set<MessageID>?

  /// At most this many messages are read, because reading takes messages out of a queue and puts them back.
  private static let limit = 1000

  /// Asks the broker that AMQP_URL names.
  ///
  /// - Returns: the queues, or else nil and a sentence with the reason: no broker is named, or the broker is not
  ///   reached.
  /// - Throws: ``OperationFailure`` if AMQP_URL cannot be used.
  public static func asked(_ settings: Settings) async throws -> (queues: QueuesNow?, caveat: String?) {
    guard settings.text("AMQP_URL") != nil else {
      return (nil, "The queues were not asked, for AMQP_URL is not set.")
    }
    let admin = try Connections.admin(settings)
    let names = try Topology.version1(settings).queues.map(\.name)
    do throws(BrokerError) {
      return (try await look(admin, names), nil)
    } catch {
      guard error.code != .misconfigured else { throw OperationFailure.badInput(error.sentence) }
      return (nil, "The broker was not reached: what the queues hold is not known. \(error.sentence)")
    }
  }

  private static func look(_ admin: RabbitAdmin, _ names: [String]) async throws(BrokerError) -> QueuesNow {
    var messages: [String: Int] = [:]
    for (name, counts) in zip(names, try await admin.counts(of: names)) { messages[name] = counts?.messages }
    let parkedQueue = QueueName.parked(of: QueueName.intake)
    let count = messages[parkedQueue] ?? 0
    guard count > 0, count <= limit else { return QueuesNow(messages: messages, parkedIDs: count > 0 ? nil : []) }
    let limits = LookLimits(messages: limit, bodies: .headersOnly)
    let look = try await admin.look(into: parkedQueue, within: limits) { _ in true }
    guard !look.isCut(by: limits) else { return QueuesNow(messages: messages, parkedIDs: nil) }
    return QueuesNow(
      messages: messages, parkedIDs: Set(look.found.compactMap(\.message.messageId)))
  }

  /// The number of messages that wait in a queue; 0 if the queue is not declared.
  public func messages(in queue: String) -> Int { messages[queue] ?? 0 }

  /// The number of messages in intake's work queue and retry queues.
  var waitingForIntake: Int {
    let retryQueues = messages.filter { QueueName.isRetry($0.key, of: QueueName.intake) }
    return messages(in: QueueName.intake) + retryQueues.values.reduce(0, +)
  }

  /// Tells whether intake's parked queue holds the message; nil if the queue was not looked through.
  public func isParked(_ message: MessageID) -> Bool? { parkedIDs?.contains(message) }
}

extension WaitingPlace {
  /// Finds where the submission of a *received* application waits, by the submission's last delivery event.
  public init(
    _ application: ApplicationID, _ entries: [HistoryEntry], _ events: [DeliveryEventRecord], _ queues: QueuesNow?
  ) {
    let told = Set(entries.filter { $0.step == .received }.map(\.entryId))
    let last = events.map(\.last)
      .filter { $0.worker == WorkerName.intake.rawValue && told.contains($0.message.received) }
      .max { $0.time < $1.time }
    guard let last else {
      self.init(application, .notKnown)
      return
    }
    let reason = [last.reason, last.detail].filter { !$0.isEmpty }.joined(separator: " ")
    switch last.kind {
    case .retried: self.init(application, .waits, reason: reason, since: last.time, returnsAt: last.returnsAt)
    case .parked:
      self.init(application, .parked, reason: reason, since: last.time, isThere: queues?.isParked(last.message))
    case .replayed: self.init(application, .queued, reason: reason, since: last.time)
    case .discarded: self.init(application, .discarded, reason: reason, since: last.time)
    }
  }

  /// The place in words for a person.
  public var words: String {
    let place =
      switch place {
      case .waits: "waits in a retry queue"
      case .queued: "was sent back to work"
      case .parked: "is parked"
      case .discarded: "was discarded"
      case .notKnown: "is not known to wait or to be parked"
      }
    return reason.map { "\(place): \($0)" } ?? place
  }
}
