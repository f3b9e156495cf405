/// A message broker, as the runtime needs it.
///
/// The adapter for RabbitMQ and the in-memory broker of the tests implement this protocol. One conformance suite tests
/// both.
public protocol Broker: Sendable {
  /// Opens a consumer on a connection of its own.
  ///
  /// Returns only when the broker has confirmed the consumer's tag.
  ///
  /// - Parameters:
  ///   - queue: the queue's name.
  ///   - prefetch: how many deliveries may be unsettled at once, 1 to 65535.
  /// - Returns: a consumer that already receives deliveries.
  /// - Throws: ``BrokerError``.
  func consumer(queue: String, prefetch: Int) async throws(BrokerError) -> any Consumer

  /// Opens a consumer that connects at once and subscribes when `ready` has returned.
  ///
  /// - Parameters:
  ///   - queue: the queue's name.
  ///   - prefetch: how many deliveries may be unsettled at once, 1 to 65535.
  ///   - ready: prepares what the handling of deliveries needs; no delivery arrives before `ready` has returned.
  /// - Returns: a consumer that already receives deliveries.
  /// - Throws: ``BrokerError`` of opening the consumer, or of `ready`.
  func consumer(
    queue: String, prefetch: Int, after ready: @Sendable () async throws(BrokerError) -> Void
  ) async throws(BrokerError) -> any Consumer

  /// Opens a publisher with confirms on a connection of its own.
  ///
  /// - Parameter whenBlocked: called with the broker's reason when the broker holds publishers back (an alarm of memory
  ///   or disk), and with nil when it takes publications again.
  /// - Returns: a publisher that is connected.
  /// - Throws: ``BrokerError``.
  func publisher(whenBlocked: @escaping @Sendable (String?) -> Void) async throws(BrokerError) -> any Publisher
}

extension Broker {
  /// Waits for `ready`, then opens the consumer.
  ///
  /// This default is for a broker to which connecting takes no time.
  public func consumer(
    queue: String, prefetch: Int, after ready: @Sendable () async throws(BrokerError) -> Void
  ) async throws(BrokerError) -> any Consumer {
    try await ready()
    return try await consumer(queue: queue, prefetch: prefetch)
  }

  /// Opens a publisher whose owner is not told when the broker holds publishers back.
  public func publisher() async throws(BrokerError) -> any Publisher { try await publisher { _ in } }

  /// Opens a publisher for some work, and closes it when the work is done or has failed.
  ///
  /// - Throws: ``BrokerError`` if no publisher can be opened, or what the work throws.
  public func withPublisher<Value>(_ work: (any Publisher) async throws -> Value) async throws -> Value {
    let publisher = try await publisher()
    do {
      let value = try await work(publisher)
      await publisher.close()
      return value
    } catch {
      await publisher.close()
      throw error
    }
  }
}

/// One consumer of one queue, used by one lane.
public protocol Consumer: Sendable {
  /// Waits for at least one delivery and returns all that have arrived, at most `limit`, in the order of arrival.
  ///
  /// After ``cancel()`` it returns what has arrived, and then nil. It throws if the consumer is dead.
  func nextBatch(limit: Int) async throws(BrokerError) -> [Delivery]?
  /// The number of unsettled deliveries, including those that ``nextBatch(limit:)`` has not returned yet.
  var unsettledCount: Int { get async }
  /// Acknowledges deliveries of this consumer, in any order; consecutive tags become one frame with `multiple`.
  func acknowledge(_ tags: [DeliveryTag]) async throws(BrokerError)
  /// Rejects deliveries of this consumer: the broker dead-letters them with unchanged bodies and headers.
  func reject(_ tags: [DeliveryTag]) async throws(BrokerError)
  /// Throws if the consumer is dead.
  ///
  /// When this method throws, the broker has already put the unsettled deliveries back into the queue.
  func check() async throws(BrokerError)
  /// Asks the broker to send no more deliveries; those that have arrived can still be taken and settled.
  func cancel() async throws(BrokerError)
  /// Ends the connection; the broker returns unsettled deliveries to the queue. Safe to call twice.
  func close() async
}

/// A consumer that can also return single deliveries to the queue, as tests of brokers need it; no lane does so.
package protocol RequeuingConsumer: Consumer {
  /// Returns deliveries of this consumer to the queue.
  func requeue(_ tags: [DeliveryTag]) async throws(BrokerError)
}

/// One publisher with confirms, used by one lane.
public protocol Publisher: Sendable {
  /// Publishes the publications, pipelined and `mandatory`, and returns when each is confirmed or has failed.
  ///
  /// The call waits for as long as the broker holds publishers back.
  ///
  /// A publication that is refused, returned or unsendable affects neither the others nor the connection.
  /// - Returns: one result for each publication, in order: nil if it is confirmed, else the reason why it is not.
  func publishEach(_ publications: [Publication]) async -> [BrokerError?]
  /// Ends the connection. Safe to call twice.
  func close() async
}

extension Publisher {
  /// Publishes the publications and returns when all are confirmed.
  ///
  /// - Throws: the first failure; the other publications may or may not have arrived.
  public func publish(_ publications: [Publication]) async throws(BrokerError) {
    for case let failure? in await publishEach(publications) { throw failure }
  }
}
