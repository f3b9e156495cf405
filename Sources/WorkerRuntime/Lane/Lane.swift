import Logging
import QueueContracts

/// One consumer, one publisher, one store, and the loop that is the whole product:
/// delivery → received → judged → resolved → handed over → sent → acknowledged.
///
/// The unacknowledged delivery is the outbox. A crash anywhere leaves it in the queue; when it comes again, the inbox
/// answers with the outputs that were recorded the first time, they go out once more under the same ids, and the next
/// hop's inbox drops them. Nothing is acknowledged before what replaces it is confirmed.
struct Lane<W: Worker, S: Store<W.Ledger, W.Keys>>: Sendable {
  let worker: W
  let store: S
  let consumer: any Consumer
  let publisher: any Publisher
  let settings: LaneSettings
  let journal: LaneJournal
  let poison: PoisonGuard
  /// Nil where nobody asks for them.
  var events: (any DeliveryLog)?

  /// Runs until the consumer is cancelled and drained.
  ///
  /// Throws where the lane has to be built anew.
  func run() async throws {
    let reception = Reception(worker: worker)
    let judging = Judging(worker: worker, settings: settings)
    let recording = Recording(worker: worker, store: store)
    let metrics = journal.metrics
    let outage = Outage(consumer: consumer, journal: journal, sleep: settings.sleep)
    let handing = HandingOver<W, S>(sink: worker.sink, outage: outage)
    let dispatch = Dispatch<W, S>(
      settlement: Settlement(worker: worker.name, queue: worker.queue, retries: settings.retries),
      publisher: publisher, outage: outage)

    while let deliveries = try await consumer.nextBatch(limit: settings.batchLimit) {
      metrics.holds(deliveries.count)
      for batch in Batch.split(deliveries) {
        try await poison.guarding(batch, outage) { isPoison in
          let received = batch.map { isPoison ? reception.refusePoison($0) : reception.receive($0) }
          let resolved = try await outage.waitedOut {
            let judged = try await metrics.measuring(.judging) { try await judging.judge(received) }
            return try await metrics.measuring(.recording) { try await recording.commit(judged, at: settings.now()) }
          }
          let handedOver = try await metrics.measuring(.handingOver) { try await handing.handOver(resolved) }
          let plan = try await metrics.measuring(.sending) { try await dispatch.send(handedOver, at: settings.now()) }
          try await consumer.acknowledge(plan.tags)
          journal.settled(plan)
          await note(plan.events)
        }
      }
      metrics.holds(0)
    }
  }

  /// Tried once, when the deliveries are acknowledged: a note that is lost costs an operator a line, and no family an answer.
  private func note(_ made: [DeliveryEvent]) async {
    guard let events, !made.isEmpty else { return }
    do { try await events.note(made) } catch { journal.notNoted(error) }
  }
}
