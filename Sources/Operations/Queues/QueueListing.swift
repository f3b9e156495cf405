import QueueContracts
import RabbitBroker
import WorkerRuntime

/// The queues of version 1, and the number of messages in them.
public struct QueueListing: Encodable, Sendable {
  /// One queue.
  public struct Queue: Encodable, Sendable {
    /// The queue's name.
    public let name: String
    /// False if the broker does not have the queue.
    public let isDeclared: Bool
    /// The number of waiting messages, without those that consumers have in hand; nil if the queue is not declared.
    public let messages: Int?
    /// The number of the queue's consumers; nil if the queue is not declared.
    public let consumers: Int?
    /// The number of messages that consumers have in hand; nil if it is not known.
    @Nullable public var unacknowledged: Int?
    /// The time at which the first message in the queue was sent; nil if it is not known.
    @Nullable public var oldest: Timestamp?

    /// Combines the answers of AMQP and of the management API.
    public init(_ name: String, _ counts: QueueCounts?, _ managed: ManagedQueue?) {
      self.name = name
      isDeclared = counts != nil
      messages = counts?.messages
      consumers = counts?.consumers
      unacknowledged = managed?.unacknowledged
      oldest = managed?.oldest
    }
  }

  /// The queues, sorted by name.
  public let queues: [Queue]
  /// Those of the names `unacknowledged` and `oldest` whose values are nil for every queue.
  public let notKnown: [String]

  /// Asks the broker, and its management API if `RABBITMQ_MANAGEMENT_URL` is set.
  ///
  /// - Parameters:
  ///   - settings: the settings that name the broker.
  ///   - schools: the schools whose own queues are counted too.
  /// - Returns: the queues by name.
  /// - Throws: ``OperationFailure`` if the broker or its management API does not answer, `SettingsError` if a key is
  ///   wrong.
  public static func now(_ settings: Settings, schools: [BIN] = []) async throws -> QueueListing {
    let admin = try Connections.admin(settings)
    let management = try Connections.management(settings)
    let names = try Topology.version1(settings, schools: schools).queues.map(\.name).sorted()
    let counts = try await Connections.reaching { () throws(BrokerError) in try await admin.counts(of: names) }
    let managed = try await management?.queues() ?? [:]
    return QueueListing(zip(names, counts).map { Queue($0, $1, managed[$0]) })
  }

  /// The number of queues of version 1 that are not declared.
  public var missing: Int { queues.count { !$0.isDeclared } }

  /// Creates a listing of these queues.
  public init(_ queues: [Queue]) {
    self.queues = queues
    let unknown = [
      ("unacknowledged", queues.allSatisfy { $0.unacknowledged == nil }),
      ("oldest", queues.allSatisfy { $0.oldest == nil }),
    ]
    notKnown = unknown.filter(\.1).map(\.0)
  }
}
