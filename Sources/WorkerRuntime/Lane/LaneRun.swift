package import Logging
package import QueueContracts

/// A lane that ends when its queue is empty, for tests: the same loop, without a supervisor that builds it anew.
package enum LaneRun {
  /// A delivery that was settled.
  package struct Settled: Sendable {
    /// Nil if it has no id.
    package let id: MessageID?
    /// Nil if it was not judged.
    package let outcome: Outcome?
    package let ending: DeliveryEnding
  }

  /// Handles what the consumer was given, and returns when it is settled.
  ///
  /// - Parameters:
  ///   - consumer: is cancelled: nothing more comes.
  ///   - settled: is told what was acknowledged, batch by batch.
  /// - Returns: what was still down when the deliveries went back into their queue; nil if they were settled.
  /// - Throws: what ends a lane, e.g. a lost connection; what was not settled is the broker's again.
  package static func drain<W: Worker>(
    _ worker: W, store: any WorkerStore<W.Ledger, W.Keys>, consumer: any Consumer, publisher: any Publisher,
    settings: LaneSettings, health: Health = Health(), logger: Logger,
    parkedQuota: ParkedQuota = ParkedQuota(hourlyLimit: 0), settled: @escaping @Sendable ([Settled]) -> Void = { _ in }
  ) async throws -> EnvironmentDown? {
    let observer = LaneObserver(lane: 0, health: health, logger: logger) { plans in
      settled(plans.map { Settled(id: $0.messageId, outcome: $0.committed?.outcome, ending: $0.ending) })
    }
    let poison = PoisonGuard(
      worker: worker.name, log: store, crashLimit: settings.crashLimit, gate: HandlingGate(), observer: observer)
    let lane = Lane(
      worker: worker, store: store, consumer: consumer, publisher: publisher, settings: settings, observer: observer,
      poison: poison, parkedQuota: parkedQuota)
    try await consumer.cancel()
    do {
      try await lane.run()
      return nil
    } catch let error as GaveBack {
      return error.down
    }
  }
}
