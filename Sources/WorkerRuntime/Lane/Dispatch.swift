import QueueContracts

/// Sends what a batch is replaced by, until all of it is confirmed.
///
/// A next queue that is full, away or missing is an outage like any other: the deliveries stay in hand, for to give up
/// the consumer each time would count against messages that did nothing wrong.
struct Dispatch<W: Worker, S: Store<W.Ledger, W.Keys>>: Sendable {
  let settlement: Settlement<W, S>
  let publisher: any Publisher
  let outage: Outage

  /// What was sent.
  ///
  /// - Throws: where the lane has to be built anew.
  func send(_ batch: [Recording<W, S>.Item], at now: Timestamp) async throws -> SettlementPlan {
    var plan = SettlementPlan(steps: batch.map { settlement.step($0, at: now) })
    do {
      try await publish(plan.publications)
    } catch let error as BrokerError where error.code == .unsendable {
      // Nobody says which: one by one. What was sent already goes out again under the same ids.
      for (index, item) in batch.enumerated() {
        do {
          try await publish(plan.steps[index].publications)
        } catch let error as BrokerError where error.code == .unsendable {
          plan.steps[index] = settlement.reduced(item, because: error.detail, at: now)
          try await publish(plan.steps[index].publications)
        }
      }
    }
    return plan
  }

  private func publish(_ publications: [Publication]) async throws {
    try await outage.waitedOut {
      do throws(BrokerError) {
        try await publisher.publish(publications)
      } catch {
        switch error.code {
        case .closed, .unsendable, .misconfigured: throw error
        default:
          // Where the consumer is gone too, the broker has the deliveries back: they are not ours to wait for.
          try await outage.consumer.cancel()
          throw EnvironmentDown("next queue", detail: error.description)
        }
      }
    }
  }
}
