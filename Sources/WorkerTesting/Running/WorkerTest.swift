import Foundation
import Logging
public import QueueContracts
public import WorkerRuntime

/// Runs a worker on messages, with a broker, a store and a clock in memory, and returns what happened.
///
/// The test runs the lane of the real process, with inbox, retries and parking. The next run begins with the store and
/// the retry queues as the last run left them.
public actor WorkerTest<W: Worker> {
  /// The broker, which has the worker's queues and keeps everything that the worker sends.
  public nonisolated let broker = MemoryBroker()
  /// The clock that all waits follow.
  public nonisolated let clock: VirtualClock
  private let worker: W
  private let store: FaultyStore<W.Ledger, W.Keys>
  private let kept: LedgerStore<W.Ledger, W.Keys>?
  private let settings: LaneSettings
  private var waiting: [WorkerRun<W.Ledger>.Waiting] = []

  /// Creates a test of a worker with a store in memory.
  ///
  /// - Parameters:
  ///   - worker: the worker under test.
  ///   - ledger: the first content of the store.
  ///   - clock: the clock that all waits follow; the worker's `now` must read the same clock.
  ///   - settings: the settings of the worker's lane.
  public init(
    _ worker: W, ledger: W.Ledger, clock: VirtualClock = VirtualClock(), settings: LaneSettings = LaneSettings()
  ) {
    let kept = LedgerStore<W.Ledger, W.Keys>(ledger)
    self.init(worker, store: kept, kept, clock: clock, settings: settings)
  }

  /// Creates a test of a worker with a store that the caller supplies, such as a real one.
  public init(
    _ worker: W, store: any LaneStore<W.Ledger, W.Keys>, clock: VirtualClock = VirtualClock(),
    settings: LaneSettings = LaneSettings()
  ) {
    self.init(worker, store: store, nil, clock: clock, settings: settings)
  }

  private init(
    _ worker: W, store: any LaneStore<W.Ledger, W.Keys>, _ kept: LedgerStore<W.Ledger, W.Keys>?, clock: VirtualClock,
    settings: LaneSettings
  ) {
    self.worker = worker
    self.store = FaultyStore(store)
    self.kept = kept
    self.clock = clock
    self.settings = settings.on(clock)
  }

  // MARK: Running

  /// Runs the worker on one message.
  ///
  /// - Parameters:
  ///   - body: the message's body.
  ///   - id: the message's id, a new one by default; pass the same id to send a message again.
  ///   - routingKey: the routing key; nil for the key that `Publication.init(sending:id:routingKey:)` chooses.
  ///   - faults: the faults of the run.
  /// - Returns: the result of the run.
  /// - Throws: ``WorkerTestError`` if a fault names a message that is not in the run, and any error that ends a lane.
  @discardableResult
  public func run<Body: Contract>(
    _ body: Body, id: MessageID = MessageID(uuid: UUID()), routingKey: String? = nil, under faults: Fault...
  ) async throws -> WorkerRun<W.Ledger> {
    try await run([Publication(sending: body, id: id, routingKey: routingKey)], under: faults)
  }

  /// Runs the worker on messages that come in this order.
  ///
  /// - Parameters:
  ///   - messages: the messages, made by `Publication.init(sending:id:routingKey:)`. A test of a sender that breaks the
  ///     contract makes its own publications.
  ///   - faults: the faults of the run.
  /// - Returns: the result of the run.
  /// - Throws: ``WorkerTestError`` if a fault names a message that is not in the run, and any error that ends a lane.
  @discardableResult
  public func run(_ messages: [Publication], under faults: [Fault] = []) async throws -> WorkerRun<W.Ledger> {
    let arrivals = try Arrivals(messages, under: faults)
    try await prepare(faults, keys: messages.map(\.routingKey))
    let start = clock.now
    var run = WorkerRun<W.Ledger>()
    var losesAcknowledgements = faults.contains(.loseAcknowledgements)
    for part in arrivals.together {
      clock.advance(to: start.adding(seconds: Int64(part.seconds)))
      try await send(part.messages)
      run.append(try await settle(losesAcknowledgements: losesAcknowledgements))
      losesAcknowledgements = false
    }
    return run
  }

  /// Lets time pass, and runs the worker on each waiting message at the moment when its wait ends.
  @discardableResult
  public func advance(seconds: Int) async throws -> WorkerRun<W.Ledger> {
    let end = clock.now.adding(seconds: Int64(seconds))
    var run = try await returnWaiting(until: end)
    clock.advance(to: end)
    run.waiting = waiting
    return run
  }

  /// Runs the worker until no message waits, if necessary to the end of the retry ladder.
  @discardableResult
  public func finish() async throws -> WorkerRun<W.Ledger> { try await returnWaiting(until: nil) }

  private func returnWaiting(until end: Timestamp?) async throws -> WorkerRun<W.Ledger> {
    var run = WorkerRun<W.Ledger>()
    run.ledger = await kept?.ledger
    while let time = waiting.map(\.returnsAt).min(), end.map({ time <= $0 }) ?? true {
      clock.advance(to: time)
      let due = waiting.filter { $0.returnsAt <= time }
      waiting.removeAll { $0.returnsAt <= time }
      // The messages go back into the worker's queue, as the broker moves them when their wait is over.
      try await send(
        due.map { Publication(exchange: ExchangeName.aside, routingKey: worker.queue, message: $0.message) })
      run.append(try await settle())
    }
    return run
  }

  // MARK: Steps

  private func prepare(_ faults: [Fault], keys: [String]) async throws {
    let own = Topology.reader(worker.queue, boundBy: keys, retryLadderSeconds: settings.retries.stepSeconds)
    let others = "everything that is sent"
    try await broker.apply(
      Topology(
        exchanges: own.exchanges + [ExchangeDefinition(name: ExchangeName.admission, kind: .topic)],
        queues: own.queues + [QueueDefinition(name: others, arguments: [:])],
        bindings: own.bindings + [BindingDefinition(exchange: ExchangeName.admission, queue: others, key: "#")]))
    for fault in faults {
      switch fault {
      case .loseStore: store.failNext(.beforeWriting)
      case .loseCommit: store.failNext(.afterWriting)
      default: break
      }
    }
    refusals = faults.reduce(0) { if case .refuse(let count) = $1 { $0 + count } else { $0 } }
    lostConfirms = faults.reduce(0) { if case .loseConfirms(let count) = $1 { $0 + count } else { $0 } }
  }

  /// How many publications of the worker the broker will refuse in this run.
  private var refusals = 0
  private var lostConfirms = 0

  private func send(_ messages: [Publication]) async throws {
    let sender = try await broker.publisher()
    try await sender.publish(messages)
    await sender.close()
  }

  private func settle(losesAcknowledgements: Bool = false) async throws -> WorkerRun<W.Ledger> {
    if refusals > 0 { await broker.refuseNext(refusals) }
    if lostConfirms > 0 { await broker.confirmNone(ofNext: lostConfirms) }
    (refusals, lostConfirms) = (0, 0)
    let parkedQueue = QueueName.parked(of: worker.queue)
    let parkedBefore = await broker.messages(in: parkedQueue).count
    let publisher = RecordingPublisher(try await broker.publisher())
    let record = SettledRecord()
    var run = WorkerRun<W.Ledger>()
    if losesAcknowledgements {
      // As under a supervisor, another lane takes over what the lost lane had in hand.
      do { run.down = try await drain(publisher, record, losesAcknowledgements: true) } catch is BrokerError {}
    }
    run.down = try await drain(publisher, record) ?? run.down
    await publisher.close()
    // Faults that this run did not reach must not hit the next run.
    await broker.refuseNext(0)
    await broker.confirmNone(ofNext: 0)
    try await collectWaiting()
    run.settled = record.all.map { .init(id: $0.id, outcome: $0.outcome, ending: $0.ending) }
    run.publications = publisher.confirmed.filter { $0.exchange == ExchangeName.admission }
    run.waiting = waiting
    run.parked = Array(await broker.messages(in: parkedQueue).dropFirst(parkedBefore))
    run.ledger = await kept?.ledger
    return run
  }

  private func drain(
    _ publisher: any Publisher, _ record: SettledRecord, losesAcknowledgements: Bool = false
  ) async throws -> EnvironmentDown? {
    let consumer = LossyConsumer(
      inner: try await broker.consumer(queue: worker.queue, prefetch: 65_535),
      losesAcknowledgements: losesAcknowledgements)
    do {
      let down = try await LaneRun.settleDeliveries(
        worker, store: store, consumer: consumer, publisher: publisher, settings: settings,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, settled: record.add)
      await consumer.close()
      return down
    } catch {
      await consumer.close()
      throw error
    }
  }

  /// Takes the messages that have come into the retry queues.
  private func collectWaiting() async throws {
    for seconds in Set(settings.retries.stepSeconds).sorted() {
      let queue = QueueName.retry(of: worker.queue, seconds: seconds)
      let consumer = try await broker.consumer(queue: queue, prefetch: 65_535)
      try await consumer.cancel()
      while let batch = try await consumer.nextBatch(limit: 1000) {
        let time = clock.now.adding(seconds: Int64(seconds))
        waiting += batch.map { .init(message: $0.message, returnsAt: time) }
        try await consumer.acknowledge(batch.map(\.tag))
      }
      await consumer.close()
    }
  }
}

extension WorkerTest where W.Ledger == NoLedger {
  /// Creates a test of a worker that stores nothing but its inbox.
  public init(_ worker: W, clock: VirtualClock = VirtualClock(), settings: LaneSettings = LaneSettings()) {
    self.init(worker, ledger: NoLedger(), clock: clock, settings: settings)
  }
}
