public import QueueContracts
public import WorkerRuntime

/// What became of the messages of one run.
public struct WorkerRun<Ledger: Sendable>: Sendable {
  /// A delivery that was settled.
  public struct Settled: Sendable, Equatable {
    /// Nil if it has no id.
    public let id: MessageID?
    /// What was decided; nil if it was not judged.
    public let outcome: Outcome?
    public let ending: DeliveryEnding
  }

  /// A message that waits in a retry queue.
  public struct Waiting: Sendable, Equatable {
    public let message: BrokerMessage
    public let returnsAt: Timestamp
  }

  /// The deliveries, in the order in which they were settled.
  public internal(set) var settled: [Settled] = []
  /// What the broker took for the exchange `admission`, as often as it did.
  public internal(set) var publications: [Publication] = []
  /// What waits by the retry ladder when the run is over.
  public internal(set) var waiting: [Waiting] = []
  /// What the run has parked.
  public internal(set) var parked: [BrokerMessage] = []
  /// What was still down when messages went back into their queue; nil if nothing was.
  public internal(set) var down: EnvironmentDown?
  /// What is in the store afterwards; nil if the store is the test's own.
  public internal(set) var ledger: Ledger?

  /// What was decided last; for a run of one message, what became of it.
  public var outcome: Outcome? { settled.last?.outcome }

  /// How the last delivery ended.
  public var ending: DeliveryEnding? { settled.last?.ending }

  /// What the others are told: each message once, however often it was published.
  public var outputs: [Publication] {
    var seen: Set<String?> = []
    return publications.filter { seen.insert($0.message.id).inserted }
  }

  /// The bodies of the outputs of one type, in their order.
  ///
  /// - Throws: `WireError` if one of them is not what its type says.
  public func outputs<Body: Contract>(of type: Body.Type) throws(WireError) -> [Body] {
    var bodies: [Body] = []
    for output in outputs where output.message.type == type.type {
      bodies.append(try WireCodec.decode(type, from: output.message.body))
    }
    return bodies
  }

  /// This run, and then that one.
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
  ///   - body: what it says.
  ///   - id: the one by which it is known for ever.
  ///   - routingKey: nil for the one that follows from the body, or from its type.
  public init<Body: Contract>(sending body: Body, id: MessageID, routingKey: String? = nil) {
    let key = routingKey ?? (body as? any RoutedContract)?.routingKey ?? Output(body).routingKey
    let message = BrokerMessage(
      id: id.description, type: Body.type, contentType: WireCodec.contentType,
      correlationId: body.applicationId.description, body: WireCodec.encode(body))
    self.init(exchange: ExchangeName.admission, routingKey: key, message: message)
  }
}
