public import WorkerRuntime

/// The addresses of RabbitMQ and the time-outs of connections.
public struct RabbitConfiguration: Sendable {
  /// The addresses, tried one after the other in a random order, so that many workers spread over a cluster.
  ///
  /// Addresses that have just failed come last.
  public var urls: [BrokerURL]
  /// The name on the broker's management pages, for example the worker's name and the host.
  public var connectionName: String
  /// The heartbeat in seconds; a dead peer is noticed after two heartbeats.
  ///
  /// With less than 5, a busy machine raises false alarms.
  public var heartbeatSeconds: Int
  /// The time for connecting to each address, in seconds.
  public var connectTimeoutSeconds: Int
  /// The time for the login and for each call that the broker answers, such as a declaration, in seconds.
  ///
  /// If an answer comes later, the connection is lost.
  public var rpcTimeoutSeconds: Int
  /// The time after which a connection is abandoned if publications wait and no confirm comes, in seconds.
  ///
  /// The time must be at least 20, because a cluster may take 18 s to report a partition.
  public var confirmTimeoutSeconds: Int
  /// The limits for the bodies that a consumer keeps in memory.
  public var bodies: BodyLimits
  /// The addresses that have just failed, shared by all connections of this configuration.
  let suspects = SuspectAddresses()

  /// Creates a configuration; all times are in seconds.
  public init(
    urls: [BrokerURL], connectionName: String, heartbeatSeconds: Int = 20, connectTimeoutSeconds: Int = 5,
    rpcTimeoutSeconds: Int = 10, confirmTimeoutSeconds: Int = 30, bodies: BodyLimits = BodyLimits()
  ) {
    self.urls = urls
    self.connectionName = connectionName
    self.heartbeatSeconds = heartbeatSeconds
    self.connectTimeoutSeconds = connectTimeoutSeconds
    self.rpcTimeoutSeconds = rpcTimeoutSeconds
    self.confirmTimeoutSeconds = confirmTimeoutSeconds
    self.bodies = bodies
  }

  /// Creates a configuration with the usual times.
  ///
  /// A process needs one configuration, because its connections then tell each other which addresses have failed.
  ///
  /// - Parameters:
  ///   - urls: one or several addresses, separated by commas, as in `AMQP_URL`.
  ///   - connectionName: the name on the broker's management pages.
  /// - Throws: `BrokerError` with the code `misconfigured` if a URL cannot be read.
  public init(urls: String, connectionName: String) throws(BrokerError) {
    self.init(urls: try BrokerURL.list(urls), connectionName: connectionName)
  }

  /// The time for opening a connection, in seconds.
  ///
  /// The time covers, for each address, the connect, the login, the channel, the subscription, and the look-up of the
  /// host's name.
  var openTimeoutSeconds: Int { urls.count * (connectTimeoutSeconds + 4 * rpcTimeoutSeconds + 5) }

  /// The longest time that a connection's thread may stay away from its loop, in seconds.
  ///
  /// After this time another thread closes the connection's socket. Every call that the broker answers has a shorter
  /// time-out.
  var stuckTimeoutSeconds: Int { 2 * heartbeatSeconds + rpcTimeoutSeconds }
}
