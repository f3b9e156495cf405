import ServiceLifecycle

/// Keeps one lane of a worker consuming: builds it, builds it anew after whatever ends it, and drains it on shutdown.
struct LaneSupervisor<W: Worker, S: Store<W.Ledger, W.Keys> & CrashLog & DeliveryLog>: Sendable {
  private let worker: W
  private let store: S
  private let broker: any Broker
  private let settings: LaneSettings
  private let prefetch: Int
  private let drainSeconds: Double
  private let journal: LaneJournal
  private let poison: PoisonGuard

  /// - Parameters:
  ///   - prefetch: deliveries in hand at once, 1 to 65535.
  ///   - drainSeconds: how long what is in hand may take to finish after a shutdown began.
  ///   - suspectTurn: shared by the lanes of the process.
  init(
    worker: W, store: S, broker: any Broker, settings: LaneSettings, prefetch: Int, drainSeconds: Double,
    journal: LaneJournal, suspectTurn: AsyncSemaphore
  ) {
    (self.worker, self.store, self.broker, self.settings) = (worker, store, broker, settings)
    (self.prefetch, self.drainSeconds, self.journal) = (prefetch, drainSeconds, journal)
    poison = PoisonGuard(worker: worker.name, log: store, crashLimit: settings.crashLimit, turn: suspectTurn)
  }

  func run() async throws {
    var backoff = Backoff()
    while !Task.isShuttingDownGracefully {
      let started = ContinuousClock.now
      do {
        try await runOnce()
      } catch {
        guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
        if started.duration(to: .now) > .seconds(60) { backoff = Backoff() }
        let delay = backoff.next()
        journal.away(error, retryIn: delay)
        try? await cancelWhenGracefulShutdown { try await Task.sleep(for: delay) }
      }
    }
  }

  private func runOnce() async throws {
    let publisher = ReconnectingPublisher(broker) { [journal] in journal.blocked($0) }
    do {
      let consumer = try await cancelWhenGracefulShutdown { [broker, worker, prefetch] in
        try await publisher.open()
        return try await broker.consumer(queue: worker.queue, prefetch: prefetch)
      }
      let result = await Result { try await runUntilDrained(consumer, publisher) }
      await consumer.close()
      try result.get()
    } catch {
      await publisher.close()
      throw error
    }
    await publisher.close()
  }

  private func runUntilDrained(_ consumer: any Consumer, _ publisher: any Publisher) async throws {
    let lane = Lane(
      worker: worker, store: store, consumer: consumer, publisher: publisher, settings: settings, journal: journal,
      poison: poison, events: store)
    journal.consuming()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await lane.run() }
      group.addTask { try await drain(consumer) }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  /// Waits for the shutdown, stops the deliveries, and bounds what the rest may take.
  ///
  /// The lane ends by itself before.
  private func drain(_ consumer: any Consumer) async throws {
    try await gracefulShutdown()
    let (began, inHand, finished) = (ContinuousClock.now, await consumer.unsettledCount, journal.finishedCount)
    journal.draining()
    // Where it is gone, the lane is about to end of that.
    try? await consumer.cancel()
    try? await Task.sleep(for: .seconds(drainSeconds))
    let finishedNow = journal.finishedCount - finished
    journal.drained(
      DrainReport(
        inHand: inHand, finished: finishedNow, returned: max(await consumer.unsettledCount, inHand - finishedNow),
        duration: began.duration(to: .now)))
  }
}

extension Result where Failure == any Error {
  fileprivate init(_ work: () async throws -> Success) async {
    do { self = .success(try await work()) } catch { self = .failure(error) }
  }
}
