import QueueContracts
import RabbitBroker
import WorkerRuntime

/// Looks at parked messages and leaves them where they are.
///
/// Each look takes messages out of their queue and puts them back. So look only when a person asks; on a timer, count
/// with ``QueueListing``.
public struct ParkedReader: Sendable {
  private let admin: RabbitAdmin

  /// Creates a reader that uses this connection to the broker.
  public init(_ admin: RabbitAdmin) { self.admin = admin }

  /// The limits for bodies: small bodies count, too, so that thousands of them do not fill the memory.
  private static let someBodies = BodyLimits(smallBytes: 0, heldBytes: 32 << 20)

  /// The messages that the filter chooses, queue by queue, in the order of the filter's queues.
  ///
  /// - Parameters:
  ///   - filter: chooses the messages.
  ///   - withBodies: true to read the bodies; those that would take too much memory are left out, see
  ///     ``ParkedMessage/hasBody``.
  /// - Returns: the messages, with or without their bodies.
  /// - Throws: ``OperationFailure`` if the broker does not answer, or if the messages of a queue are so large that the
  ///   look ended early.
  public func messages(_ filter: ParkedFilter, withBodies: Bool) async throws -> [ParkedMessage] {
    let limits = LookLimits(messages: filter.limit, bodies: withBodies ? Self.someBodies : .headersOnly)
    var found: [ParkedMessage] = []
    for queue in filter.queues {
      let look = try await Connections.reaching { () throws(BrokerError) in
        try await admin.look(into: ParkedMessage.parkedQueue(of: queue), within: limits) {
          filter.matches(ParkedMessage(queue: queue, $0))
        }
      }
      // A look for certain messages may end early once it has found them.
      guard !look.isCut(by: limits) || !filter.ids.isEmpty && look.found.count >= filter.ids.count else {
        throw OperationFailure.couldNotBeDone(
          "Only the first \(look.lookedAt) messages of \(ParkedMessage.parkedQueue(of: queue)) could be looked at, because they"
            + " take too much memory: give a smaller --limit, or name messages by their ids.")
      }
      found += look.found.map { ParkedMessage(queue: queue, $0) }
    }
    return found
  }

  /// Finds the messages that a replay or a discard would take, and changes nothing.
  ///
  /// - Throws: ``OperationFailure`` if the broker does not answer, or if one of the messages may not be replayed.
  public func rehearse(_ action: Unparking.Action, _ filter: ParkedFilter) async throws -> [ParkedMessage] {
    let found = try await messages(filter, withBodies: false)
    try action.check(found)
    return found
  }
}

/// A count of messages that were parked with the same queue, reason and detail; it contains no personal data.
public struct ParkedGroup: Encodable, Sendable, Equatable {
  /// The queue that the messages were parked from.
  public let queue: String
  /// The code of the reason.
  public let reason: String
  /// The worker's detail; nil if the broker parked the messages.
  public let detail: String?
  /// The number of the messages.
  public private(set) var count = 0
  /// The time at which the first message was parked; nil if the broker, which notes no times, parked all messages.
  public private(set) var firstParkedAt: Timestamp?
  /// The time at which the last message was parked; nil if the broker parked all messages.
  public private(set) var lastParkedAt: Timestamp?

  /// Groups messages; the groups are in the order in which their first messages come in `parked`.
  public static func all(of parked: [ParkedMessage]) -> [ParkedGroup] {
    var groups: [ParkedGroup] = []
    var places: [Key: Int] = [:]
    for message in parked {
      let key = Key(queue: message.queue, reason: message.reason, detail: message.detail)
      let place = places[key] ?? groups.count
      if place == groups.count {
        places[key] = place
        groups.append(ParkedGroup(queue: key.queue, reason: key.reason, detail: key.detail))
      }
      groups[place].add(message)
    }
    return groups
  }

  /// The filter that chooses the group's messages.
  public func filter(limit: Int = 1000) throws(OperationFailure) -> ParkedFilter {
    try ParkedFilter(
      queue: queue, reason: ParkedMessage.reasons.contains(reason) ? reason : nil, detail: detail ?? "", limit: limit)
  }

  private struct Key: Hashable {
    let queue: String
    let reason: String
    let detail: String?
  }

  private mutating func add(_ message: ParkedMessage) {
    count += 1
    guard let time = message.parkedAt else { return }
    firstParkedAt = min(firstParkedAt ?? time, time)
    lastParkedAt = max(lastParkedAt ?? time, time)
  }
}
