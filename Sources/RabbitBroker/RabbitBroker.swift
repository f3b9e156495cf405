public import WorkerRuntime

/// RabbitMQ, by way of rabbitmq-c.
///
/// Each consumer and each publisher has a connection and a thread of its own, so that a broker that holds publishers
/// back still takes acknowledgements.
public struct RabbitBroker: Broker {
  private let configuration: RabbitConfiguration

  public init(_ configuration: RabbitConfiguration) {
    self.configuration = configuration
  }

  /// - Parameters:
  ///   - urls: one or several, separated by commas, as in `AMQP_URL`.
  ///   - connectionName: shown by the broker's management pages.
  public init(urls: String, connectionName: String) throws(BrokerError) {
    self.init(RabbitConfiguration(urls: try BrokerURL.list(urls), connectionName: connectionName))
  }

  public func consumer(queue: String, prefetch: Int) async throws(BrokerError) -> any Consumer {
    let consumer = try RabbitConsumer(queue: queue)
    try await consumer.open(configuration, prefetch: prefetch)
    return consumer
  }

  public func publisher() async throws(BrokerError) -> any Publisher {
    let publisher = try RabbitPublisher(configuration)
    try await publisher.open(configuration)
    return publisher
  }
}
