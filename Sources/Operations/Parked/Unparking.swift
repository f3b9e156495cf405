import Foundation
import QueueContracts
import RabbitBroker
import WorkerRuntime

/// Takes messages out of the parked queues, to replay or to discard them.
///
/// The steps have a fixed order: publish copies and wait for the confirms (only to replay), write the receipts,
/// acknowledge the parked messages. So an interruption loses no message, and each message that has left its parked
/// queue has a receipt.
public struct Unparking: Sendable {
  /// The action on parked messages.
  public enum Action: String, Encodable, Sendable {
    case replay, discard

    var event: DeliveryEvent.Kind { self == .replay ? .replayed : .discarded }
    /// The action in the past tense: `Replayed` or `Discarded`.
    public var past: String { self == .replay ? "Replayed" : "Discarded" }

    /// The number of deliveries in hand at once: few bodies of any allowed size, or many messages without bodies.
    var prefetch: Int { self == .replay ? 16 : 100 }

    /// The limits for the bodies in memory: only a replay needs bodies.
    var bodies: BodyLimits {
      self == .replay ? BodyLimits(smallBytes: ParkedMessage.largestBody, heldBytes: 0) : .headersOnly
    }

    /// Refuses to replay a message that came by another type's routing key.
    ///
    /// Its sender has a permission for that key, and perhaps none for the message's type. After a replay a worker would
    /// accept the message, because it checks only the type of what comes from `admission.aside`.
    ///
    /// The method also refuses an unrouted message that would be unrouted again, and a message whose body was too large
    /// to be read.
    public func check(_ parked: [ParkedMessage]) throws(OperationFailure) {
      guard self == .replay else { return }
      if let lost = parked.first(where: { $0.isUnrouted && $0.bindings.isEmpty }) {
        throw .couldNotBeDone(
          "No queue is bound for the routing key \(lost.shownRoutingKey) after admissionctl topology apply either: what came by"
            + " it is shown and discarded, or republished by its sender.")
      }
      if let large = parked.first(where: \.isTooLarge) {
        throw .couldNotBeDone(
          "A message of \(large.bodyBytes) bytes is too large to be replayed: \(ParkedMessage.largestBody) bytes are the most. It"
            + " stays where it is; discard it, or name the other messages by their ids.")
      }
      guard parked.contains(where: { $0.reason == ParkingCode.messageMisrouted.rawValue }) else {
        return
      }
      throw .couldNotBeDone(
        "What was parked as message.misrouted is shown and discarded, and never replayed: its sender has no right to that type."
      )
    }
  }

  private let action: Action
  private let filter: ParkedFilter
  private let broker: RabbitBroker
  private let admin: RabbitAdmin
  private let person: String
  private let because: String
  private let notes: Result<any DeliveryLog, any Error>?
  private let receipts: @Sendable ([Receipt]) async throws -> Void
  private let onProgress: @Sendable (UnparkingProgress) -> Void

  /// Creates the work; nothing is read or sent yet.
  ///
  /// - Parameters:
  ///   - action: what is done with the messages.
  ///   - filter: chooses the messages.
  ///   - broker: the broker that messages are taken from and published to.
  ///   - admin: counts and declares queues.
  ///   - person: the operator's name, for the receipts.
  ///   - because: the reason, for the receipts and the timeline; it must not name a citizen.
  ///   - notes: the store's log of delivery events, which timelines show; an error if the log cannot be used; nil if no
  ///     store is named.
  ///   - receipts: stores receipts durably before their messages leave the parked queue; if it throws, the messages
  ///     stay parked.
  ///   - progress: receives the progress after each step.
  public init(
    _ action: Action, _ filter: ParkedFilter, broker: RabbitBroker, admin: RabbitAdmin, person: String,
    because: String, notes: Result<any DeliveryLog, any Error>?,
    receipts: @escaping @Sendable ([Receipt]) async throws -> Void,
    progress: @escaping @Sendable (UnparkingProgress) -> Void = { _ in }
  ) {
    self.action = action
    self.filter = filter
    self.broker = broker
    self.admin = admin
    self.person = person
    self.because = because
    self.notes = notes
    self.receipts = receipts
    onProgress = progress
  }

  /// Replays or discards the messages, and returns the progress.
  ///
  /// - Throws: ``OperationFailure`` if the work could not be finished; messages that are not taken out stay parked, and
  ///   the work can be repeated.
  public func run() async throws -> UnparkingProgress {
    if action == .replay { try await checkAhead() }
    var progress = UnparkingProgress()
    for queue in filter.queues {
      do {
        try await unpark(queue, &progress)
      } catch let error as BrokerError {
        throw stopped(error.sentence, progress)
      } catch let error as OperationFailure where progress.unparked > 0 {
        throw stopped(error.sentence, progress)
      }
    }
    return progress
  }

  private func stopped(_ sentence: String, _ progress: UnparkingProgress) -> OperationFailure {
    .couldNotBeDone(
      "\(sentence) \(action.past) \(progress.unparked.counted("message")); the others stay parked, and the command can be"
        + " repeated.")
  }

  /// Refuses the replay before the first message is sent, if one of the messages may not be replayed.
  private func checkAhead() async throws {
    let limits = LookLimits(messages: filter.limit, bodies: .headersOnly)
    for queue in filter.queues {
      let look = try await Connections.reaching { () throws(BrokerError) in
        try await admin.look(into: ParkedMessage.parkedQueue(of: queue), within: limits) {
          filter.matches(ParkedMessage(queue: queue, $0))
        }
      }
      try action.check(look.found.map { ParkedMessage(queue: queue, $0) })
    }
  }

  private func unpark(_ queue: String, _ progress: inout UnparkingProgress) async throws {
    let parkedQueue = ParkedMessage.parkedQueue(of: queue)
    // Messages that are parked meanwhile, for example replayed copies, wait for the next command, because otherwise
    // this command might never end.
    let waiting = try await Connections.reaching { () throws(BrokerError) in
      try await admin.counts(of: parkedQueue)?.messages ?? 0
    }
    let limit = min(waiting, filter.limit)
    progress.waiting += waiting
    progress.overLimit += waiting - limit
    guard limit > 0 else { return }
    let prefetch = min(action.prefetch, limit)
    let consumer = try await broker.transactionalConsumer(queue: parkedQueue, prefetch: prefetch, bodies: action.bodies)
    do {
      if action == .replay {
        try await broker.withPublisher { publisher in
          try await unpark(consumer, by: publisher, of: queue, limit: limit, prefetch: prefetch, &progress)
        }
      } else {
        try await unpark(consumer, by: nil, of: queue, limit: limit, prefetch: prefetch, &progress)
      }
    } catch {
      await consumer.close()
      throw error
    }
    // The broker puts back the messages that were not chosen, in no certain order.
    await consumer.close()
  }

  private func unpark(
    _ consumer: any TransactionalConsumer, by publisher: (any Publisher)?, of queue: String, limit: Int, prefetch: Int,
    _ progress: inout UnparkingProgress
  ) async throws {
    var seen = 0
    // The number of deliveries that the consumer may still send. Each batch takes all of them, so the next one comes
    // only after the queue has got the batch's acknowledgement. So the last acknowledgements are not lost when the
    // consumer is closed (``RabbitBroker/transactionalConsumer(queue:prefetch:bodies:)``).
    var free = prefetch
    while seen < limit {
      if free == 0 {
        // Messages that were not chosen stay in hand, or the broker would send them again and again.
        try await consumer.subscribeAgain()
        free = prefetch
      }
      let batch = try await Self.next(min(free, limit - seen), of: consumer)
      guard !batch.isEmpty else { break }
      seen += batch.count
      let chosen = batch.map { (tag: $0.tag, parked: ParkedMessage(queue: queue, $0)) }
        .filter { filter.matches($0.parked) }
      free -= batch.count - chosen.count
      guard !chosen.isEmpty else { continue }
      try action.check(chosen.map(\.parked))
      // The time is taken before a worker can get a replayed message, so that the worker's events have a later time.
      let now = Timestamp(.now)
      if let publisher {
        try await bind(chosen.map(\.parked))
        try await publisher.publish(chosen.map(\.parked.replayed))
      }
      try await receipts(
        chosen.map { Receipt(action, $0.parked, time: now, person: person, because: because) })
      try await consumer.acknowledge(chosen.map(\.tag))
      progress.unparked += chosen.count
      let events = chosen.compactMap { $0.parked.event(action.event, because: because, at: now) }
      do {
        try await Connections.asking { try await notes?.get().note(events) }
      } catch {
        // The unparked messages have their receipts, so a lost delivery event costs only a line in a timeline.
        progress.noteLoss = progress.noteLoss ?? OperationFailure(error)?.sentence ?? ""
      }
      onProgress(progress)
    }
    progress.missed += limit - seen
  }

  /// Declares the bindings of version 1 by which unrouted messages reach their queues.
  ///
  /// Without a binding, a copy would be unrouted again, and the broker would confirm it as if it had arrived.
  private func bind(_ parked: [ParkedMessage]) async throws {
    let unrouted = Dictionary(parked.filter(\.isUnrouted).map { ($0.routingKey, $0) }) { first, _ in first }
    for message in unrouted.values {
      let queues = message.bindings.map(\.queue)
      let counts = try await admin.counts(of: queues)
      if let missing = zip(queues, counts).first(where: { $0.1 == nil })?.0 {
        throw OperationFailure.couldNotBeDone(
          "The queue \(missing), where the routing key \(message.shownRoutingKey) leads, is missing; run: admissionctl topology"
            + " apply. What was not replayed stays in \(QueueName.unrouted).")
      }
      try await admin.apply(Topology(exchanges: [], queues: [], bindings: message.bindings))
    }
  }

  /// Takes `count` deliveries, or fewer if none comes for five seconds.
  ///
  /// In that case, another operator may have taken the rest, or the broker is slow.
  private static func next(_ count: Int, of consumer: any Consumer) async throws -> [Delivery] {
    var deliveries: [Delivery] = []
    while deliveries.count < count {
      let patience = Task {
        try await Task.sleep(for: .seconds(5))
        try await consumer.cancel()
      }
      defer { patience.cancel() }
      guard let more = try await consumer.nextBatch(limit: count - deliveries.count) else { break }
      deliveries += more
    }
    return deliveries
  }
}
