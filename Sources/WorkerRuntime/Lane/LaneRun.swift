package import Logging
package import QueueContracts

/// Runs the loop of a lane for tests, without the supervisor that builds lanes anew.
package enum LaneRun {
  /// A delivery that was settled.
  package struct Settled: Sendable {
    /// The message's id; nil if it has none.
    package let id: MessageID?
    /// The outcome; nil if the delivery was not judged.
    package let outcome: Outcome?
    package let ending: DeliveryEnding
  }

  /// Handles the deliveries that the consumer has, and returns when they are settled.
  ///
  /// - Parameters:
  ///   - worker: the worker under test.
  ///   - store: the store of the worker's effects and inbox.
  ///   - consumer: the consumer, which is cancelled first, so it gets no more deliveries.
  ///   - publisher: takes the outputs.
  ///   - settings: the bounds of the lane.
  ///   - health: told the lane's state.
  ///   - logger: gets the lane's log lines.
  ///   - parkedQuota: the quota of parked messages.
  ///   - settled: told which deliveries were settled, batch by batch.
  /// - Returns: the outage because of which the deliveries went back into their queue; nil if they were settled.
  /// - Throws: the error that ended the lane, for example a lost connection. Unsettled deliveries then belong to the
  ///   broker again.
  package static func settleDeliveries<W: Worker>(
    _ worker: W, store: any LaneStore<W.Ledger, W.Keys>, consumer: any Consumer, publisher: any Publisher,
    settings: LaneSettings, health: Health = Health(), logger: Logger,
    parkedQuota: ParkedQuota = ParkedQuota(hourlyLimit: 0), settled: @escaping @Sendable ([Settled]) -> Void = { _ in }
  ) async throws -> EnvironmentDown? {
    let observer = LaneObserver(lane: 0, health: health, logger: logger) { plans in
      settled(plans.map { Settled(id: $0.messageId, outcome: $0.committed?.outcome, ending: $0.ending) })
    }
    let lane = Lane(
      worker: worker, store: store, consumer: consumer, publisher: publisher, settings: settings, observer: observer,
      gate: HandlingGate(), parkedQuota: parkedQuota)
    try await consumer.cancel()
    do {
      try await lane.run()
      return nil
    } catch let error as GaveBack {
      return error.down
    }
  }
}
