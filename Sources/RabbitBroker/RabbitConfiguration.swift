public import WorkerRuntime

/// How to connect to RabbitMQ.
public struct RabbitConfiguration: Sendable {
  /// Tried one after the other in a random order, so that many workers spread over a cluster; those that have just
  /// failed last.
  public var urls: [BrokerURL]
  /// Shown by the broker's management pages, for example the worker's name and the host.
  public var connectionName: String
  /// The loop notices a dead peer after two of these.
  ///
  /// Below 5 a busy machine makes false alarms.
  public var heartbeatSeconds: Int
  /// For each address.
  public var connectTimeoutSeconds: Int
  /// For the login, and for each declaration, subscription and the like.
  ///
  /// A late answer costs the connection.
  public var rpcTimeoutSeconds: Int
  /// A connection on which publications wait and nothing was confirmed for so long is given up.
  ///
  /// Not below 20: a partition of a cluster takes up to 18 s to show.
  public var confirmTimeoutSeconds: Int
  /// Which bodies a consumer gathers in memory.
  public var bodies: BodyLimits
  /// Shared by all connections of this configuration.
  let suspects = SuspectAddresses()

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

  /// Opening a connection: of each address the connect, the login, the channel and the subscription; and the name.
  var openTimeoutSeconds: Int { urls.count * (connectTimeoutSeconds + 4 * rpcTimeoutSeconds + 5) }

  /// A thread that does not come back to its loop for so long has its socket ended.
  ///
  /// Longer than any call that waits for an answer.
  var stuckTimeoutSeconds: Int { 2 * heartbeatSeconds + rpcTimeoutSeconds }
}
