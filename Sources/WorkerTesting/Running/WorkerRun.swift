public import QueueContracts
public import WorkerRuntime

/// The result of one run.
public struct WorkerRun<Ledger: Sendable>: Sendable {
  /// A delivery that was settled.
  public struct Settled: Sendable, Equatable {
    /// The message's id; nil if it has none.
    public let id: MessageID?
    /// The outcome; nil if the message was not judged.
    public let outcome: Outcome?
    /// The way the delivery ended.
    public let ending: DeliveryEnding
  }

  /// A message that waits in a retry queue.
  public struct Waiting: Sendable, Equatable {
    /// The copy that waits.
    public let message: BrokerMessage
    /// The time at which the message comes again.
    public let returnsAt: Timestamp
  }

  /// The deliveries, in the order in which they were settled.
  public internal(set) var settled: [Settled] = []
  /// The publications through the exchange `admission` that the broker took, repetitions included.
  public internal(set) var publications: [Publication] = []
  /// The messages that wait in retry queues when the run is over.
  public internal(set) var waiting: [Waiting] = []
  /// The messages that the run has parked.
  public internal(set) var parked: [BrokerMessage] = []
  /// The outage because of which messages went back into their queue; nil if no message went back.
  public internal(set) var down: EnvironmentDown?
  /// The content of the store after the run; nil if the test supplied the store.
  public internal(set) var ledger: Ledger?

  /// The outcome of the last delivery; in a run of one message, the outcome of this message.
  public var outcome: Outcome? { settled.last?.outcome }

  /// The way the last delivery ended.
  public var ending: DeliveryEnding? { settled.last?.ending }

  /// The messages that the worker sent, each once, even if it was published several times.
  public var outputs: [Publication] {
    var seen: Set<String?> = []
    return publications.filter { seen.insert($0.message.id).inserted }
  }

  /// The bodies of the outputs of one type, in their order.
  ///
  /// - Throws: `WireError` if an output's body does not have the form of its type.
  public func outputs<Body: Contract>(of type: Body.Type) throws(WireError) -> [Body] {
    var bodies: [Body] = []
    for output in outputs where output.message.type == type.type {
      bodies.append(try WireCodec.decode(type, from: output.message.body))
    }
    return bodies
  }

  /// Adds the results of a later run.
  mutating func append(_ next: WorkerRun) {
    settled += next.settled
    publications += next.publications
    parked += next.parked
    waiting = next.waiting
    down = next.down
    ledger = next.ledger
  }
}

extension Publication {
  /// A message as its sender publishes it, through the exchange `admission`.
  ///
  /// - Parameters:
  ///   - body: the message's body.
  ///   - id: the message's id, the same at each repetition.
  ///   - routingKey: the routing key; nil stands for the body's own key if the body is a ``RoutedContract``, and for
  ///     its type without the version if it is not.
  public init<Body: Contract>(sending body: Body, id: MessageID, routingKey: String? = nil) {
    let key = routingKey ?? (body as? any RoutedContract)?.routingKey ?? Output(body).routingKey
    let message = BrokerMessage(
      id: id.description, type: Body.type, contentType: WireCodec.contentType,
      correlationId: body.applicationId.description, body: WireCodec.encode(body))
    self.init(exchange: ExchangeName.admission, routingKey: key, message: message)
  }
}
