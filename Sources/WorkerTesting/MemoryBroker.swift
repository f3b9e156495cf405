import QueueContracts
public import WorkerRuntime

/// A broker in memory, for tests of what uses one. It behaves like RabbitMQ's durable quorum queues as far as the ports
/// can tell: prefetch, order, redelivery with its count, confirms, returns. Time-outs and dead-lettering it has not.
public actor MemoryBroker: Broker {
  var exchanges: [String: ExchangeDefinition] = [:]
  var bindings: [BindingDefinition] = []
  var queues: [String: Queue] = [:]
  var consumers: [Int: Subscription] = [:]
  private var openPublishers: Set<Int> = []
  private var lastNumber = 0
  private var refusals = 0

  public init() {}

  public func consumer(queue: String, prefetch: Int) throws(BrokerError) -> any Consumer {
    guard (1...65535).contains(prefetch) else {
      throw BrokerError(.misconfigured, "A prefetch of \(prefetch) is not possible; it is 1 to 65535.")
    }
    guard queues[queue] != nil else {
      throw BrokerError(.topologyMismatch, "There is no queue '\(queue)'.", status: 404)
    }
    lastNumber += 1
    consumers[lastNumber] = Subscription(queue: queue, prefetch: prefetch)
    deliver(from: queue)
    return MemoryConsumer(broker: self, number: lastNumber)
  }

  /// Never blocked.
  public func publisher(whenBlocked: @escaping @Sendable (String?) -> Void) -> any Publisher {
    lastNumber += 1
    openPublishers.insert(lastNumber)
    return MemoryPublisher(broker: self, number: lastNumber)
  }

  // MARK: Looking, and making trouble

  /// What waits in a queue, the next first; not what is in hand.
  public func messages(in queue: String) -> [BrokerMessage] {
    queues[queue]?.ready.map(\.message) ?? []
  }

  /// Refuses the next publications, as a full queue does (basic.nack).
  public func refuseNext(_ count: Int) {
    refusals = count
  }

  /// Ends every connection, as a restart of the broker does.
  ///
  /// What was not acknowledged returns to its queue.
  public func loseConnections() {
    let lost = BrokerError(.unreachable, "The connection to the broker was lost.")
    openPublishers = []
    for number in consumers.keys.sorted() { end(number, lost) }
  }

  // MARK: Publishing

  func publish(_ publications: [Publication], from publisher: Int) throws(BrokerError) {
    guard openPublishers.contains(publisher) else { throw BrokerError(.closed, "The publisher is closed.") }
    var failure: BrokerError?
    for publication in publications {
      do throws(BrokerError) {
        try accept(publication)
      } catch {
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
  }

  func closePublisher(_ number: Int) {
    openPublishers.remove(number)
  }

  private func accept(_ publication: Publication) throws(BrokerError) {
    guard refusals == 0 else {
      refusals -= 1
      throw BrokerError(.notConfirmed, "The broker refused a publication (basic.nack).")
    }
    let targets = try route(publication)
    guard !targets.isEmpty else {
      throw BrokerError(
        .unroutable,
        "No queue takes what exchange '\(publication.exchange)' gets with routing key '\(publication.routingKey)'.")
    }
    for name in targets {
      queues[name]?.append(publication)
      deliver(from: name)
    }
  }
}
