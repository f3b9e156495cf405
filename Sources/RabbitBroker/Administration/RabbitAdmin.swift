public import QueueContracts
public import WorkerRuntime

/// What an operator does with a broker: declare the topology, look, and clear away.
///
/// Every call has a connection of its own for as long as it takes. The user needs the right to configure.
public struct RabbitAdmin: Sendable {
  private let configuration: RabbitConfiguration

  public init(_ configuration: RabbitConfiguration) {
    self.configuration = configuration
  }

  /// - Parameter url: one or several AMQP URLs, as in `AMQP_URL`.
  public init(url: String) throws(BrokerError) {
    self.init(RabbitConfiguration(urls: try BrokerURL.list(url), connectionName: "admin"))
  }

  /// Declares everything that is not there.
  ///
  /// What is there and differs is left as it is.
  /// - Returns: the queues that were declared before they had a delivery limit, which work all the same.
  /// - Throws: `BrokerError` with the code `topologyMismatch`, naming what is declared and what is wanted.
  @discardableResult
  public func apply(_ topology: Topology) async throws(BrokerError) -> [TopologyDifference] {
    try await session { session throws(BrokerError) in try await session.apply(topology) }
  }

  /// Takes away bindings of queues that are there; a binding that is not there is passed over.
  public func unbind(_ bindings: [BindingDefinition]) async throws(BrokerError) {
    try await session { session throws(BrokerError) in try await session.unbind(bindings) }
  }

  /// Compares what is declared with what is wanted, and changes nothing.
  ///
  /// The broker names one argument of a queue at a time, and AMQP tells nothing of bindings.
  public func differences(from topology: Topology) async throws(BrokerError) -> [TopologyDifference] {
    try await session { session throws(BrokerError) in try await session.differences(from: topology) }
  }

  /// Deletes the queues with everything in them, and the exchanges.
  public func remove(_ topology: Topology) async throws(BrokerError) {
    try await session { session throws(BrokerError) in try await session.remove(topology) }
  }

  /// Nil when there is no such queue.
  public func counts(of queue: String) async throws(BrokerError) -> QueueCounts? {
    try await session { session throws(BrokerError) in try await session.counts(of: queue) }
  }

  /// The same of several queues, in their order.
  public func counts(of queues: [String]) async throws(BrokerError) -> [QueueCounts?] {
    try await session { session throws(BrokerError) in
      var counts: [QueueCounts?] = []
      for queue in queues { counts.append(try await session.counts(of: queue)) }
      return counts
    }
  }

  /// What can be seen of each, in their order; needs no right but what a worker has.
  public func sights(of queues: [String]) async throws(BrokerError) -> [QueueSight] {
    try await session { session throws(BrokerError) in
      var sights: [QueueSight] = []
      for queue in queues { sights.append(try await session.sight(of: queue)) }
      return sights
    }
  }

  /// - Returns: how many messages were thrown away.
  @discardableResult
  public func purge(_ queue: String) async throws(BrokerError) -> Int {
    try await session { session throws(BrokerError) in try await session.purge(queue) }
  }

  /// Does nothing when there is no such queue.
  public func deleteQueue(_ queue: String) async throws(BrokerError) {
    try await session { session throws(BrokerError) in try await session.deleteQueue(queue) }
  }

  /// Looks at the first messages of a queue and puts them back.
  ///
  /// Each look counts as a delivery.
  /// - Throws: `BrokerError` with the code `topologyMismatch` if the queue would soon drop what is looked at.
  public func browse(_ queue: String, limit: Int) async throws(BrokerError) -> [Delivery] {
    try await session { session throws(BrokerError) in try await session.browse(queue, limit: limit) }
  }

  private func session<Value: Sendable>(
    _ work: (RabbitAdminSession) async throws(BrokerError) -> Value
  ) async throws(BrokerError) -> Value {
    let session = try RabbitAdminSession(configuration)
    try await session.open()
    do throws(BrokerError) {
      let value = try await work(session)
      await session.close()
      return value
    } catch {
      await session.close()
      throw error
    }
  }
}
