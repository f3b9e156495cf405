public import WorkerRuntime

/// The addresses of RabbitMQ and the time-outs of connections.
public struct RabbitConfiguration: Sendable {
  /// The addresses, tried one after the other in a random order.
  ///
  /// So many workers spread over a cluster; addresses that have just failed come last.
  public var urls: [BrokerURL]
  /// The name on the broker's management pages, for example the worker's name and the host.
  public var connectionName: String
  /// The heartbeat in seconds; a dead peer is noticed after two of them.
  ///
  /// Below 5 a busy machine raises false alarms.
  public var heartbeatSeconds: Int
  /// The time for connecting to each address, in seconds.
  public var connectTimeoutSeconds: Int
  /// The time for the login and for each declaration, subscription and the like, in seconds.
  ///
  /// A late answer costs the connection.
  public var rpcTimeoutSeconds: Int
  /// The time without any confirm after which a connection with waiting publications is abandoned, in seconds.
  ///
  /// It must not be below 20: a partition of a cluster takes up to 18 s to show.
  public var confirmTimeoutSeconds: Int
  /// Bounds on the bodies that a consumer gathers in memory.
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

  /// The time for opening a connection, in seconds: for each address the connect, the login, the channel, the
  /// subscription, and the look-up of the name.
  var openTimeoutSeconds: Int { urls.count * (connectTimeoutSeconds + 4 * rpcTimeoutSeconds + 5) }

  /// The time after which a thread that does not return to its loop has its socket closed, in seconds.
  ///
  /// It is longer than any call that waits for an answer.
  var stuckTimeoutSeconds: Int { 2 * heartbeatSeconds + rpcTimeoutSeconds }
}
