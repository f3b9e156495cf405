import QueueContracts
import WorkerBase
public import WorkerRuntime

/// A broker in memory, for tests; a test can also make it fail.
///
/// It behaves like RabbitMQ's durable quorum queues as far as the ports can tell: prefetch, order, redelivery with its
/// count, confirms, returns, dead letters of rejected messages. It has no time-outs, and limits neither the length of
/// a queue nor how often a message is delivered.
public actor MemoryBroker: Broker {
  var exchanges: [String: ExchangeDefinition] = [:]
  var bindings: [BindingDefinition] = []
  var queues: [String: Queue] = [:]
  var consumers: [Int: Subscription] = [:]
  let bodies: BodyLimits
  /// The publishers that have ended, with the reason.
  private var endedPublishers: [Int: BrokerError] = [:]
  private var lastNumber = 0
  private var refusals = 0
  private var lostConfirms = 0
  private var blockedReason: String?
  /// The listener of each publisher, which is told when publishers are held back and when they may go on.
  private var blockedListeners: [Int: @Sendable (String?) -> Void] = [:]
  private var blockedPublications: [OneShot<Void>] = []
  private var fullQueues: Set<String> = []

  /// Creates a broker without queues.
  ///
  /// - Parameter bodies: the limits for the bodies that a consumer keeps in memory.
  public init(bodies: BodyLimits = BodyLimits()) {
    self.bodies = bodies
  }

  /// Opens a consumer of a declared queue.
  public func consumer(queue: String, prefetch: Int) throws(BrokerError) -> any Consumer {
    guard (1...65535).contains(prefetch) else {
      throw BrokerError(.misconfigured, "A prefetch of \(prefetch) is not possible; it is 1 to 65535.")
    }
    guard queues[queue] != nil else {
      throw BrokerError(.topologyMismatch, "There is no queue '\(queue)'.", status: 404)
    }
    lastNumber += 1
    consumers[lastNumber] = Subscription(queue: queue, prefetch: prefetch, budget: BodyBudget(bodies))
    deliver(from: queue)
    return MemoryConsumer(broker: self, number: lastNumber)
  }

  /// Opens a publisher.
  public func publisher(whenBlocked: @escaping @Sendable (String?) -> Void) -> any Publisher {
    lastNumber += 1
    blockedListeners[lastNumber] = whenBlocked
    return MemoryPublisher(broker: self, number: lastNumber)
  }

  // MARK: Reading the queues, and causing faults

  /// The messages that wait in a queue, in order; messages in hand are not included.
  public func messages(in queue: String) -> [BrokerMessage] {
    queues[queue]?.ready.map(\.message) ?? []
  }

  /// Refuses the next publications, as a full queue does (basic.nack).
  public func refuseNext(_ count: Int) {
    refusals = count
  }

  /// Takes the next publications and confirms none of them, like a broker whose connection is lost at that moment.
  public func confirmNone(ofNext count: Int) {
    lostConfirms = count
  }

  /// Holds publishers back from now on, like an alarm of memory or disk; a publisher is told at its next publication.
  public func block(_ reason: String) {
    blockedReason = reason
  }

  /// Ends ``block(_:)`` and takes the publications that were held back.
  public func unblock() {
    blockedReason = nil
    for number in blockedListeners.keys.sorted() { blockedListeners[number]?(nil) }
    for waiting in blockedPublications { waiting.settle(.success(())) }
    blockedPublications = []
  }

  /// Refuses every publication that this queue would get, as a full queue does (basic.nack), until ``accept(into:)``.
  ///
  /// As on RabbitMQ, the publication still goes into the other queues that get it.
  public func refuse(into queue: String) {
    fullQueues.insert(queue)
  }

  /// Ends ``refuse(into:)``.
  public func accept(into queue: String) {
    fullQueues.remove(queue)
  }

  /// Ends every connection, as a restart of the broker does.
  ///
  /// Deliveries that were not acknowledged return to their queues.
  public func loseConnections() {
    let lost = BrokerError(.unreachable, "The connection to the broker was lost.")
    for number in 1..<lastNumber + 1 where consumers[number] == nil { endPublisher(number, lost) }
    for number in consumers.keys.sorted() { end(number, lost) }
  }

  // MARK: Publishing

  func publishEach(_ publications: [Publication], from publisher: Int) async -> [BrokerError?] {
    while let blockedReason, endedPublishers[publisher] == nil {
      blockedListeners[publisher]?(blockedReason)
      let free = OneShot<Void>()
      blockedPublications.append(free)
      do { try await free.value() } catch {
        return publications.map { _ in BrokerError(.closed, "The task that waited for confirms was cancelled.") }
      }
    }
    if let error = endedPublishers[publisher] { return publications.map { _ in error } }
    return publications.map { publication in
      do throws(BrokerError) {
        try accept(publication)
        guard lostConfirms == 0 else {
          lostConfirms -= 1
          throw BrokerError(.notConfirmed, "The broker did not say whether it took a publication.")
        }
        return nil
      } catch {
        return error
      }
    }
  }

  func closePublisher(_ number: Int) {
    endPublisher(number, BrokerError(.closed, "The publisher is closed."))
  }

  private func endPublisher(_ number: Int, _ error: BrokerError) {
    endedPublishers[number] = endedPublishers[number] ?? error
    blockedListeners[number] = nil
    // Each publication that was held back wakes up and checks whether its publisher has ended.
    for waiting in blockedPublications { waiting.settle(.success(())) }
    blockedPublications = []
  }

  private func accept(_ publication: Publication) throws(BrokerError) {
    let texts = [publication.exchange, publication.routingKey, publication.message.id ?? ""]
    guard texts.allSatisfy({ $0.utf8.count <= 255 }) else {
      throw BrokerError(.unsendable, "A name has more than the 255 bytes that AMQP can carry.")
    }
    guard refusals == 0 else {
      refusals -= 1
      throw Self.refusal
    }
    let targets = try route(publication)
    guard !targets.isEmpty else {
      throw BrokerError(
        .unroutable,
        "No queue is bound to exchange '\(publication.exchange)' for routing key '\(publication.routingKey)'.")
    }
    append(publication, to: targets.subtracting(fullQueues))
    if !targets.isDisjoint(with: fullQueues) { throw Self.refusal }
  }

  private static let refusal = BrokerError(.refused, "The broker refused a publication (basic.nack).")

  /// Dead-letters rejected messages; if the queue has no dead-letter queue, they are gone.
  func deadLetter(_ messages: [Stored], of queue: String) {
    for letter in messages.compactMap({ queues[queue]?.deadLetter($0, from: queue) }) {
      append(letter, to: (try? route(letter)) ?? [])
    }
  }

  private func append(_ publication: Publication, to targets: Set<String>) {
    for name in targets {
      queues[name]?.append(publication)
      deliver(from: name)
    }
  }
}
