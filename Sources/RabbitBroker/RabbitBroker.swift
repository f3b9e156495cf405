import WorkerBase
public import WorkerRuntime

/// RabbitMQ, through the library rabbitmq-c.
///
/// Each consumer and each publisher has a connection and a thread of its own. So a broker that blocks publishers still
/// takes acknowledgements.
public struct RabbitBroker: Broker {
  private let configuration: RabbitConfiguration

  /// Creates a broker; it connects for each consumer and publisher.
  public init(_ configuration: RabbitConfiguration) {
    self.configuration = configuration
  }

  /// Creates a broker; it connects for each consumer and publisher.
  ///
  /// - Parameters:
  ///   - urls: one or several addresses, separated by commas, as in `AMQP_URL`.
  ///   - connectionName: the name on the broker's management pages.
  /// - Throws: `BrokerError` with the code `misconfigured` if a URL cannot be read.
  public init(urls: String, connectionName: String) throws(BrokerError) {
    self.init(try RabbitConfiguration(urls: urls, connectionName: connectionName))
  }

  /// Opens a consumer on a connection and a thread of its own.
  public func consumer(queue: String, prefetch: Int) async throws(BrokerError) -> any Consumer {
    try await consumer(RabbitConsumer(queue: queue, configuration), prefetch: prefetch)
  }

  /// Opens a consumer that connects while `ready` runs, and subscribes when `ready` has returned.
  public func consumer(
    queue: String, prefetch: Int, after ready: @Sendable () async throws(BrokerError) -> Void
  ) async throws(BrokerError) -> any Consumer {
    let consumer = try RabbitConsumer(queue: queue, configuration)
    async let connected = connecting(consumer, prefetch: prefetch)
    // If `ready` fails, `connected` is cancelled, and the connection ends with the consumer.
    try await ready()
    try await connected.get()
    try await bounded { try await consumer.subscribe() }
    return consumer
  }

  private func connecting(_ consumer: RabbitConsumer, prefetch: Int) async -> Result<Void, BrokerError> {
    do throws(BrokerError) {
      return .success(try await bounded { try await consumer.connect(prefetch: prefetch) })
    } catch {
      return .failure(error)
    }
  }

  /// Opens a consumer whose `acknowledge(_:)` returns when the acknowledgements have reached the queue.
  ///
  /// The consumer may be closed right after such a call. The broker passes at most 33 commands of a channel at a time
  /// to a quorum queue; those that still wait are lost when the channel is closed. An acknowledgement is one command
  /// for each subscription, and so is a whole transaction of acknowledgements. So a caller that acknowledges at most 32
  /// times, or only after its prefetch was used up, loses no acknowledgement: the queue has got all of them before it
  /// learns that the channel is closed.
  ///
  /// - Parameters:
  ///   - queue: the queue's name.
  ///   - prefetch: how many deliveries of each subscription may be unsettled at once, 1 to 65535.
  ///   - bodies: the limits for the bodies that are kept in memory; nil for those of the configuration.
  /// - Returns: a consumer that already receives deliveries.
  /// - Throws: `BrokerError`.
  public func transactionalConsumer(
    queue: String, prefetch: Int, bodies: BodyLimits? = nil
  ) async throws(BrokerError) -> any TransactionalConsumer {
    try await consumer(
      RabbitConsumer(queue: queue, configuration, isTransactional: true, bodies: bodies), prefetch: prefetch)
  }

  private func consumer(
    _ consumer: RabbitConsumer, prefetch: Int
  ) async throws(BrokerError) -> any TransactionalConsumer {
    try await bounded {
      try await consumer.connect(prefetch: prefetch)
      try await consumer.subscribe()
    }
    return consumer
  }

  /// Opens a publisher on a connection and a thread of its own.
  public func publisher(whenBlocked: @escaping @Sendable (String?) -> Void) async throws(BrokerError) -> any Publisher {
    let publisher = try RabbitPublisher(configuration, whenBlocked: whenBlocked)
    try await bounded { try await publisher.open() }
    return publisher
  }

  /// Waits until the opening is done, its time is up, or the caller is cancelled.
  ///
  /// Each step of the library has a time-out, except the look-up of a host's name.
  private func bounded(_ opening: @escaping @Sendable () async throws -> Void) async throws(BrokerError) {
    let seconds = configuration.openTimeoutSeconds
    do {
      try await within(seconds: Double(seconds), opening)
    } catch let error as BrokerError {
      throw error
    } catch is TimedOut {
      throw BrokerError(.unreachable, "No connection was opened within \(seconds) s; does the host's name resolve?")
    } catch {
      throw BrokerError(.closed, "The task that waited for a connection was cancelled.")
    }
  }
}
