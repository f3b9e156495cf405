public import QueueContracts
public import WorkerRuntime

/// An operator's work on a broker: declaring the topology, looking into queues, and deleting.
///
/// Every call opens a connection of its own. The connection's user needs the right to configure.
public struct RabbitAdmin: Sendable {
  private let configuration: RabbitConfiguration

  /// Creates an administrator; it connects at each call.
  public init(_ configuration: RabbitConfiguration) {
    self.configuration = configuration
  }

  /// Creates an administrator; it connects at each call.
  ///
  /// - Parameter url: one or several AMQP URLs, as in `AMQP_URL`.
  /// - Throws: `BrokerError` with the code `misconfigured` if a URL cannot be read.
  public init(url: String) throws(BrokerError) {
    self.init(try RabbitConfiguration(urls: url, connectionName: "admin"))
  }

  /// Declares everything that is missing.
  ///
  /// Exchanges and queues that exist with other arguments are left unchanged.
  /// - Returns: the existing queues that lack their delivery limit; these queues still work.
  /// - Throws: `BrokerError` with the code `topologyMismatch`; it names the broker's value and the wanted value.
  @discardableResult
  public func apply(_ topology: Topology) async throws(BrokerError) -> [TopologyDifference] {
    try await session { session throws(BrokerError) in try await session.apply(topology) }
  }

  /// Removes bindings of existing queues; a missing binding is ignored.
  public func unbind(_ bindings: [BindingDefinition]) async throws(BrokerError) {
    try await session { session throws(BrokerError) in try await session.unbind(bindings) }
  }

  /// Compares the broker's exchanges and queues with those of `topology`, and changes nothing.
  ///
  /// For each queue only one differing argument is reported, because the broker names one argument at a time. Bindings
  /// are not compared: AMQP cannot list them.
  public func differences(from topology: Topology) async throws(BrokerError) -> [TopologyDifference] {
    try await session { session throws(BrokerError) in try await session.differences(from: topology) }
  }

  /// Deletes the queues with everything in them, and the exchanges.
  public func remove(_ topology: Topology) async throws(BrokerError) {
    try await session { session throws(BrokerError) in try await session.remove(topology) }
  }

  /// The counts of a queue; nil if there is no such queue.
  public func counts(of queue: String) async throws(BrokerError) -> QueueCounts? {
    try await session { session throws(BrokerError) in try await session.counts(of: queue) }
  }

  /// The counts of several queues, in their order.
  public func counts(of queues: [String]) async throws(BrokerError) -> [QueueCounts?] {
    try await session { session throws(BrokerError) in
      var counts: [QueueCounts?] = []
      for queue in queues { counts.append(try await session.counts(of: queue)) }
      return counts
    }
  }

  /// The state of several queues, in their order; a user with a worker's rights may ask for it.
  public func states(of queues: [String]) async throws(BrokerError) -> [QueueState] {
    try await session { session throws(BrokerError) in
      var states: [QueueState] = []
      for queue in queues { states.append(try await session.state(of: queue)) }
      return states
    }
  }

  /// Deletes all messages of a queue, for tests.
  ///
  /// - Returns: the number of messages that were deleted.
  @discardableResult
  package func purge(_ queue: String) async throws(BrokerError) -> Int {
    try await session { session throws(BrokerError) in try await session.purge(queue) }
  }

  /// Deletes a queue with all its messages, for tests; does nothing if there is no such queue.
  package func deleteQueue(_ queue: String) async throws(BrokerError) {
    try await session { session throws(BrokerError) in try await session.deleteQueue(queue) }
  }

  /// Reads the first messages of a queue and puts them back; bodies beyond the limits of the configuration are empty.
  ///
  /// Each call counts as a delivery of these messages. If the queue has no delivery limit, RabbitMQ 4 drops a message
  /// after 20 deliveries.
  /// - Throws: `BrokerError` with the code `topologyMismatch` if the queue has no delivery limit and a message in it
  ///   has been delivered 10 times.
  public func browse(_ queue: String, limit: Int) async throws(BrokerError) -> [Delivery] {
    try await look(into: queue, within: LookLimits(messages: limit, bodies: configuration.bodies)) { _ in true }.found
  }

  /// Looks at the first messages of a queue, puts all of them back, and returns those that are chosen.
  ///
  /// A message that is not chosen is forgotten at once. As ``browse(_:limit:)``, each call counts as a delivery.
  ///
  /// - Parameters:
  ///   - queue: the queue's name.
  ///   - limits: the bounds; when one is reached, the look ends.
  ///   - isChosen: tells whether a message is returned.
  /// - Returns: the chosen messages, and how many were looked at.
  /// - Throws: `BrokerError`, as ``browse(_:limit:)``.
  public func look(
    into queue: String, within limits: LookLimits, choosing isChosen: @escaping @Sendable (Delivery) -> Bool
  ) async throws(BrokerError) -> QueueLook {
    try await session(bodies: limits.bodies) { session throws(BrokerError) in
      try await session.look(into: queue, within: limits, choosing: isChosen)
    }
  }

  private func session<Value: Sendable>(
    bodies: BodyLimits = .headersOnly, _ work: (RabbitAdminSession) async throws(BrokerError) -> Value
  ) async throws(BrokerError) -> Value {
    let session = try RabbitAdminSession(configuration)
    try await session.open(bodies: bodies)
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
