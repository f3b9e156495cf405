import QueueContracts

/// One consumer, one publisher, one store, and the loop that handles every message: decode, judge, commit, forward,
/// publish, acknowledge.
///
/// The unacknowledged delivery is the outbox. After a crash at any point the delivery is still in the queue. When it
/// comes again, the inbox answers with the outputs that were recorded the first time. These outputs go out once more
/// under the same ids, and the next worker's inbox drops the duplicates. A delivery is acknowledged only after the
/// messages that replace it are confirmed.
struct Lane<W: Worker>: Sendable {
  let worker: W
  let store: any LaneStore<W.Ledger, W.Keys>
  let consumer: any Consumer
  let publisher: any Publisher
  let settings: LaneSettings
  let observer: LaneObserver
  /// The gate that the lanes of the process share.
  let gate: HandlingGate
  /// True after an outage that outlasted `HOLD_SECONDS`: the lane ends when its first batch is settled.
  var isProbe = false
  let order = BatchOrder()
  /// The quota of parked messages, shared by the lanes of the process.
  var parkedQuota = ParkedQuota(hourlyLimit: 0)

  /// Runs until the consumer is cancelled and drained.
  ///
  /// Two tasks (tracks) may call this method at once: while one settles a batch, the other takes and judges the next
  /// batch.
  ///
  /// - Throws: ``GaveBack`` after an outage longer than `HOLD_SECONDS`; any other error if the lane has to be built
  ///   anew.
  func run() async throws {
    while let batch = try await take() {
      observer.took(batch.deliveries.count)
      // If the batch was not settled, it was given back, or the broker has it back because the lane fails.
      defer { observer.done(batch.deliveries.count) }
      // Suspects that have come back too often are replaced by copies before the batch waits for earlier batches. If
      // the process died during that wait, the suspects' delivery counts would grow again.
      let suspects = try await renew(batch.deliveries.filter { Suspicion(of: $0) == .suspects })
      let others = try await judgeAhead(batch.deliveries.filter { Suspicion(of: $0) == .none })
      try await order.inTurn(batch) {
        if let down = order.down { try await giveBack(suspects + others.deliveries, because: down) }
        try await settle(InHand(taken: suspects), as: .suspects, before: others.deliveries)
        try await settle(others, as: .none)
      }
      if isProbe { try await consumer.cancel() }
    }
  }

  private func take() async throws -> BatchOrder.Taken? {
    try await order.take { try await consumer.nextBatch(limit: settings.batchLimit) }
  }

  /// Judges the deliveries that are not suspects, while earlier batches may still be settled.
  private func judgeAhead(_ deliveries: [Delivery]) async throws -> InHand<W> {
    guard !deliveries.isEmpty else { return InHand() }
    return try await poison.besideOthers { try await judge(InHand(taken: deliveries)) }
  }

  /// Settles the deliveries of `hand`, and waits out outages.
  ///
  /// If an outage outlasts `HOLD_SECONDS`, copies of these deliveries and of `waiting`, the rest of the batch, go back
  /// to the queue.
  private func settle(_ hand: InHand<W>, as suspicion: Suspicion, before waiting: [Delivery] = []) async throws {
    var hand = hand
    var outage = Outage(consumer: consumer, settings: settings, observer: observer)
    while !hand.isEmpty {
      hand = try await poison.guarding(hand, suspicion, advance)
      guard let down = hand.down else { continue }
      guard try await outage.wait(for: down, holding: hand.deliveries) else {
        return try await giveBack(hand.deliveries + waiting, because: down)
      }
      hand.down = nil
    }
    outage.reportEnd()
  }

  /// Takes each delivery through as many stages as possible.
  ///
  /// A delivery that cannot go on stays at its stage, so it passes no stage twice.
  private func advance(_ hand: InHand<W>) async throws -> InHand<W> {
    // If `down` is set, `judgeAhead` has just met the outage, so judging is not tried again.
    let judged = hand.down == nil ? try await judge(hand) : hand
    let committed = await observer.measuring(.commit) { await committing.commit(judged.judged) }
    let forwarded = try await observer.measuring(.forward) {
      try await forwarding.forward(judged.committed + committed.done)
    }
    let plans = judged.planned + forwarded.done.map { planner.plan(limited($0), at: settings.now()) }
    let published = try await observer.measuring(.publish) { try await publishing.publish(plans) }
    try await observer.measuring(.acknowledge) { try await acknowledge(published.done) }
    return InHand(
      decoded: judged.decoded, judged: committed.remaining, committed: forwarded.remaining,
      planned: published.remaining,
      down: judged.down ?? committed.down ?? forwarded.down ?? published.down)
  }

  /// Decodes and judges the deliveries that are not decoded or judged yet.
  private func judge(_ hand: InHand<W>) async throws -> InHand<W> {
    var hand = hand
    if !hand.taken.isEmpty {
      hand.decoded += try await observer.measuring(.decode) { try await decoding.decode(hand.taken) }
      hand.taken = []
    }
    guard !hand.decoded.isEmpty else { return hand }
    let judged = try await observer.measuring(.judge) { try await judging.judge(hand.decoded) }
    hand.judged += judged.done
    hand.decoded = judged.remaining
    hand.down = judged.down
    return hand
  }

  /// Acknowledges deliveries whose replacements are confirmed.
  ///
  /// Deliveries that cannot be copied are rejected, and the broker parks them.
  private func acknowledge(_ plans: [Plan]) async throws {
    guard !plans.isEmpty else { return }
    let rejected = plans.filter(\.isRejected).map(\.delivery.tag)
    if !rejected.isEmpty { try await consumer.reject(rejected) }
    try await consumer.acknowledge(plans.filter { !$0.isRejected }.map(\.delivery.tag))
    observer.settled(plans)
    await note(plans.compactMap(\.event))
  }

  /// Writes audit rows, with one try.
  ///
  /// If a row is lost, an operator misses a line, but no family misses an answer.
  private func note(_ events: [DeliveryEvent]) async {
    guard !events.isEmpty else { return }
    do { try await store.note(events) } catch { observer.notNoted(error) }
  }
}

// MARK: Giving back

/// The error of a lane that has put copies of its deliveries back into its queue, because an outage goes on.
struct GaveBack: Error {
  let down: EnvironmentDown
}

extension Lane {
  /// Replaces deliveries that have come back too often by copies, whose delivery count begins at 0.
  ///
  /// Otherwise the broker would soon park these deliveries.
  ///
  /// - Returns: the deliveries that were not replaced.
  private func renew(_ deliveries: [Delivery]) async throws -> [Delivery] {
    let worn = deliveries.filter { $0.deliveryCount >= settings.renewAfterDeliveries }
    guard !worn.isEmpty else { return deliveries }
    let renewed = try await publishing.publish(worn.map(copyBack))
    try await acknowledge(renewed.done)
    let tags = Set(renewed.done.map(\.delivery.tag))
    return deliveries.filter { !tags.contains($0.tag) }
  }

  /// Puts copies of the deliveries, and of all others that have arrived, back into the queue.
  ///
  /// So waiting messages reach neither the broker's acknowledgement time-out nor its delivery limit.
  ///
  /// A delivery whose copy the broker does not take comes back when the connection ends.
  ///
  /// - Throws: ``GaveBack`` when the copies are published; `BrokerError` if that fails.
  private func giveBack(_ deliveries: [Delivery], because down: EnvironmentDown) async throws {
    order.giveBack(because: down)
    var held = deliveries
    try await consumer.cancel()
    while let more = try await take() { held += more.deliveries }
    let given = try await publishing.publish(held.map(copyBack))
    try await acknowledge(given.done)
    observer.gaveBack(given.done.count, because: down)
    throw GaveBack(down: down)
  }

  /// The plan that puts a copy of a delivery back into its queue.
  ///
  /// A delivery whose body must not be read is parked instead, for example if its sender may not send such messages. A
  /// copy of it would come from this worker, and would be trusted.
  private func copyBack(_ delivery: Delivery) -> Plan {
    guard let outcome = decoding.refusal(of: delivery) else { return planner.copyBack(delivery) }
    let refused = Committed(
      delivery: delivery, id: delivery.message.messageId, outcome: outcome, recordedAt: settings.now(), isNew: true)
    return planner.plan(limited(refused), at: settings.now())
  }
}

// MARK: The stages

extension Lane {
  private func limited(_ item: Committed) -> Committed {
    parkedQuota.limiting(item, of: worker.queue, by: settings.retries, at: settings.clock())
  }

  private var poison: PoisonGuard {
    PoisonGuard(worker: worker.name, log: store, crashLimit: settings.crashLimit, gate: gate, observer: observer)
  }
  private var decoding: Decoding<W> { Decoding(worker: worker) }
  private var judging: Judging<W> { Judging(worker: worker, settings: settings) }
  private var committing: Committing<W> { Committing(worker: worker, store: store, now: settings.now) }
  private var forwarding: Forwarding { Forwarding(sink: worker.sink) }
  private var planner: Planner { Planner(worker: worker.name, queue: worker.queue, retries: settings.retries) }
  private var publishing: Publishing { Publishing(planner: planner, publisher: publisher, now: settings.now) }
}
