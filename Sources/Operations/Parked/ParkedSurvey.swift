import QueueContracts
import RabbitBroker
import WorkerRuntime

/// A look into several parked queues: the messages that were found, without bodies, and what was not looked at.
///
/// A survey takes messages out of their queues and puts them back, so its extent is limited.
package struct ParkedSurvey: Sendable {
  /// The chosen messages without their bodies, queue by queue.
  package private(set) var messages: [ParkedMessage] = []
  /// The number of parked messages that were not looked at, by work queue.
  package private(set) var notLookedAt: [String: Int] = [:]
  /// A sentence that says what is not known about the schools' own queues; nil if everything is known.
  package let schoolsCaveat: String?

  /// Looks into the queues.
  ///
  /// - Parameters:
  ///   - queues: the queues, see ``ParkedQueues/now(_:)``.
  ///   - admin: the connection to the broker.
  ///   - limit: the greatest number of messages to look at in each queue; if messages are large, fewer are looked at.
  ///   - isChosen: tells which messages are returned.
  /// - Throws: `BrokerError` if the broker does not answer.
  package init(
    _ queues: ParkedQueues, _ admin: RabbitAdmin, limit: Int,
    choosing isChosen: @escaping @Sendable (ParkedMessage) -> Bool = { _ in true }
  ) async throws(BrokerError) {
    schoolsCaveat = queues.caveat
    let counts = try await admin.counts(of: queues.names.map { ParkedMessage.parkedQueue(of: $0) })
    var limits = LookLimits(messages: limit, bodies: .headersOnly)
    for (queue, count) in zip(queues.names, counts) {
      let waiting = count?.messages ?? 0
      guard waiting > 0 else { continue }
      let look = try await admin.look(into: ParkedMessage.parkedQueue(of: queue), within: limits) {
        isChosen(ParkedMessage(queue: queue, $0))
      }
      messages += look.found.map { ParkedMessage(queue: queue, $0) }
      let isEndedEarly = look.lookedAt == limit || look.isCut(by: limits)
      if isEndedEarly, waiting > look.lookedAt { notLookedAt[queue] = waiting - look.lookedAt }
      limits.heldBytes -= look.heldBytes
      limits.readBytes -= look.readBytes
    }
  }
}
