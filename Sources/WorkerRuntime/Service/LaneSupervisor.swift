import WorkerBase
import ServiceLifecycle

/// The supervisor of one lane: builds it, rebuilds it after any failure, and drains it on shutdown.
struct LaneSupervisor<W: Worker>: Sendable {
  private let worker: W
  private let store: any LaneStore<W.Ledger, W.Keys>
  private let broker: any Broker
  private let configuration: WorkerConfiguration
  private let observer: LaneObserver
  private let gate: HandlingGate
  private let parkedQuota: ParkedQuota
  private let orders: KnownOrders

  /// Creates the supervisor of a lane.
  ///
  /// - Parameters:
  ///   - worker: the worker.
  ///   - store: the store of the worker's effects and inbox.
  ///   - broker: the broker that has the worker's queue.
  ///   - configuration: the worker's settings.
  ///   - observer: the lane's observer.
  ///   - gate: the gate that the lanes of the process share.
  ///   - parkedQuota: the quota that the lanes of the process share.
  ///   - orders: the operators' orders to the worker.
  init(
    worker: W, store: any LaneStore<W.Ledger, W.Keys>, broker: any Broker, configuration: WorkerConfiguration,
    observer: LaneObserver, gate: HandlingGate, parkedQuota: ParkedQuota, orders: KnownOrders
  ) {
    self.worker = worker
    self.store = store
    self.broker = broker
    self.configuration = configuration
    self.observer = observer
    self.gate = gate
    self.parkedQuota = parkedQuota
    self.orders = orders
  }

  func run() async throws {
    var backoff = Backoff()
    var isProbe = false
    while !Task.isShuttingDownGracefully {
      guard await mayConsume() else { return }
      let started = ContinuousClock.now
      do {
        try await runOnce(isProbe: isProbe)
        isProbe = false
      } catch {
        guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
        if started.duration(to: .now) > .seconds(60) { backoff = Backoff() }
        let delay = backoff.next()
        // After an outage the lane tries one delivery at a time, until one is settled.
        if error is GaveBack { isProbe = true } else { observer.failed(error, retryIn: delay) }
        try? await cancelWhenGracefulShutdown { try await Task.sleep(for: delay) }
      }
    }
  }

  /// Waits until it is known that the worker is not paused; false if a shutdown comes first.
  private func mayConsume() async -> Bool {
    do {
      try await cancelWhenGracefulShutdown { [orders, observer] in
        try await orders.known()
        guard orders.pause != nil else { return }
        observer.pausedByOperator()
        try await orders.resumed()
        observer.resumedByOperator()
      }
      return !Task.isShuttingDownGracefully
    } catch {
      return false
    }
  }

  private func runOnce(isProbe: Bool) async throws {
    let publisher = ReconnectingPublisher(broker) { [observer] in observer.blocked($0) }
    do {
      let prefetch = isProbe ? 1 : configuration.prefetch
      let consumer = try await cancelWhenGracefulShutdown { [broker, worker] in
        // Consumer and publisher connect side by side, but deliveries come only when their outputs can be published.
        try await broker.consumer(queue: worker.queue, prefetch: prefetch) { () throws(BrokerError) in
          _ = try await publisher.open()
        }
      }
      let result = await Result { try await runUntilDrained(consumer, publisher, isProbe: isProbe) }
      await consumer.close()
      try result.get()
    } catch {
      await publisher.close()
      throw error
    }
    await publisher.close()
  }

  private func runUntilDrained(_ consumer: any Consumer, _ publisher: any Publisher, isProbe: Bool) async throws {
    let settings = configuration.lane
    let lane = Lane(
      worker: worker, store: store, consumer: consumer, publisher: publisher, settings: settings, observer: observer,
      gate: gate, isProbe: isProbe, parkedQuota: parkedQuota)
    if !isProbe { observer.consuming() }
    try await withThrowingTaskGroup(of: Ended.self) { group in
      let tracks = isProbe ? 1 : Self.tracks
      for _ in 0..<tracks { group.addTask { try await run(lane) } }
      group.addTask {
        try await drain(consumer)
        return .drain
      }
      group.addTask {
        try await orders.paused()
        observer.pausedByOperator()
        // Deliveries in hand are still settled. If the consumer is gone, the lane is about to end anyway.
        try? await consumer.cancel()
        return .pause
      }
      if isProbe {
        group.addTask {
          try await cancelIdleProbe(consumer)
          return .idleProbe
        }
      }
      defer { group.cancelAll() }
      var (open, gaveBack) = (tracks, GaveBack?.none)
      while open > 0, let ended = try await group.next() {
        switch ended {
        case .drain: return
        case .idleProbe, .pause: break
        case .track(let error):
          open -= 1
          gaveBack = gaveBack ?? error
        }
      }
      if let gaveBack { throw gaveBack }
    }
  }

  /// The number of batches that a lane handles at once: while one is settled, the next one is judged.
  private static var tracks: Int { 2 }

  /// The part of a lane that has ended.
  private enum Ended {
    case track(GaveBack?)
    case drain
    case pause
    case idleProbe
  }

  /// Runs one track.
  ///
  /// ``GaveBack`` means that the track has put its batches back into the queue. It is returned and not thrown, so that
  /// the lane's other track can finish.
  private func run(_ lane: Lane<W>) async throws -> Ended {
    do {
      try await lane.run()
      return .track(nil)
    } catch let error as GaveBack {
      return .track(error)
    }
  }

  /// Ends a lane that tries one delivery at a time, if it has no delivery in hand after two seconds.
  ///
  /// The queue is then empty, and an ordinary lane can follow.
  private func cancelIdleProbe(_ consumer: any Consumer) async throws {
    try await Task.sleep(for: .seconds(2))
    if await consumer.unsettledCount == 0 { try await consumer.cancel() }
  }

  /// Waits for the shutdown, takes no more deliveries, and bounds the time for the deliveries in hand.
  ///
  /// Usually the lane ends by itself before that time is over, and this method is cancelled.
  private func drain(_ consumer: any Consumer) async throws {
    try await gracefulShutdown()
    let (began, inHand, finished) = (ContinuousClock.now, await consumer.unsettledCount, observer.finishedCount)
    observer.draining()
    // If the consumer is gone, the lane is about to end anyway.
    try? await consumer.cancel()
    try? await Task.sleep(for: .seconds(configuration.drainSeconds))
    let finishedNow = observer.finishedCount - finished
    observer.drained(
      DrainReport(
        inHand: inHand, finished: finishedNow, returned: max(await consumer.unsettledCount, inHand - finishedNow),
        duration: began.duration(to: .now)))
  }
}
