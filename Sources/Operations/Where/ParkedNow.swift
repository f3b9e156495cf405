import Foundation
import QueueContracts
import RabbitBroker
import WorkerRuntime

/// The broker's answer about an application's messages in the parked queues.
///
/// Retry queues are never looked into. A look would put messages back behind newer messages, and so delay them by up to
/// a whole step of the retry ladder. The delivery events tell which messages wait in retry queues.
public enum ParkedNow: Sendable {
  /// The broker was not asked, because `AMQP_URL` is not set.
  case notAsked
  /// The broker was not reached, for the reason in this sentence.
  case notReached(String)
  /// The application's parked messages, and for each work queue the number of messages that were not looked at.
  case found([ParkedMessage], notLookedAt: [String: Int])

  /// The most messages of a queue that are looked at.
  ///
  /// A look takes the messages out of the queue and then puts them back, so their number is limited.
  private static let limit = 1000

  /// - Throws: ``OperationFailure`` if `AMQP_URL` cannot be used.
  public static func of(_ application: ApplicationID, _ settings: Settings) async throws -> ParkedNow {
    guard settings.text("AMQP_URL") != nil else { return .notAsked }
    let admin = try Connections.admin(settings)
    do throws(BrokerError) {
      var found: [ParkedMessage] = []
      var notLookedAt: [String: Int] = [:]
      for queue in ParkedFilter.allQueues {
        let parkedQueue = ParkedMessage.parkedQueue(of: queue)
        let waiting = try await admin.counts(of: parkedQueue)?.messages ?? 0
        let deliveries = try await admin.browse(parkedQueue, limit: limit)
        if deliveries.count == limit, waiting > limit { notLookedAt[queue] = waiting - limit }
        found += deliveries.filter { $0.message.correlationId.flatMap { ApplicationID($0) } == application }
          .map { ParkedMessage(queue: queue, $0).withoutBody }
      }
      return .found(found, notLookedAt: notLookedAt)
    } catch {
      guard error.code != .misconfigured else { throw OperationFailure.badInput(error.sentence) }
      return .notReached(error.sentence)
    }
  }

  /// The application's parked messages; empty if they are not known.
  public var messages: [ParkedMessage] {
    if case .found(let messages, _) = self { messages } else { [] }
  }

  /// The case as one word for scripts.
  public var word: String {
    switch self {
    case .notAsked: "notAsked"
    case .notReached: "notReached"
    case .found: "asked"
    }
  }

  /// A sentence that says what the timeline does not know; nil if the timeline knows everything.
  public var caveat: String? {
    switch self {
    case .notAsked: "The broker was not asked, for AMQP_URL is not set: what is parked now is not known."
    case .notReached(let sentence): "The broker was not reached: what is parked now is not known. \(sentence)"
    case .found(_, let notLookedAt) where !notLookedAt.isEmpty:
      "Only the first \(Self.limit) messages of a parked queue were looked at: whether more of this application are among the "
        + notLookedAt.sorted { $0.key < $1.key }.map {
          "\($0.value.counted("other")) of \(ParkedMessage.parkedQueue(of: $0.key))"
        }
        .joined(separator: " and the ") + " is not known; parked list --limit looks further."
    case .found: nil
    }
  }
}

extension ParkedMessage {
  /// The message without its body, which can be long and is not part of a timeline.
  fileprivate var withoutBody: ParkedMessage {
    var copy = self
    copy.message.body = Data()
    return copy
  }
}
