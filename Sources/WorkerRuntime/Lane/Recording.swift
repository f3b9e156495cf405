import QueueContracts

/// Commits a judged batch: effects, inbox and outputs in one transaction.
struct Recording<W: Worker, S: Store<W.Ledger, W.Keys>>: Sendable {
  let worker: W
  let store: S

  struct Item: Sendable {
    let delivery: Delivery
    let id: MessageID?
    var resolution: Ruling
    /// When it was resolved the first time.
    let recordedAt: Timestamp
    /// False where the inbox knew it.
    let isNew: Bool

    var isRecorded: Bool { if case .record = resolution { true } else { false } }
  }

  /// In the order of the batch.
  ///
  /// - Throws: ``EnvironmentDown`` where the store is. Where it refuses the batch, the batch is halved until the
  ///   culprit is alone; that one is retried.
  func commit(_ batch: [Judging<W>.Item], at now: Timestamp) async throws -> [Item] {
    do {
      return try await commitTogether(batch, at: now)
    } catch .unavailable(let detail) {
      throw EnvironmentDown("store", detail: detail)
    } catch .rejected(let detail) {
      guard batch.count > 1 else {
        let retry = Deferral.retry(reason: "the store refused it: \(detail)", orPark: .attemptsSpent)
        return batch.map {
          Item(delivery: $0.delivery, id: $0.id, resolution: .defer(retry), recordedAt: now, isNew: true)
        }
      }
      let middle = batch.count / 2
      return try await commit(Array(batch[..<middle]), at: now) + commit(Array(batch[middle...]), at: now)
    }
  }

  private func commitTogether(_ batch: [Judging<W>.Item], at now: Timestamp) async throws(StoreError) -> [Item] {
    let proposals = batch.compactMap(\.judgement.proposal)
    let inbox = InboxKeys(worker: worker.name, messages: batch.compactMap(\.id))

    return try await store.transaction(inbox: inbox, ledger: worker.keys(of: proposals)) { [worker] inbox, ledger in
      batch.map { Self.resolve($0, by: worker, inbox: &inbox, ledger: &ledger, at: now) }
    }
  }

  /// A message that was decided before is answered as it was then, whatever is judged now.
  private static func resolve(
    _ item: Judging<W>.Item, by worker: W, inbox: inout Inbox, ledger: inout W.Ledger, at now: Timestamp
  ) -> Item {
    if let id = item.id, let known = inbox[id] {
      return Item(
        delivery: item.delivery, id: id, resolution: .record(known.outputs), recordedAt: known.recordedAt, isNew: false)
    }
    let resolution =
      switch item.judgement {
      case .defer(let deferral): Ruling.defer(deferral)
      case .propose(let proposal): worker.decide(proposal, in: &ledger)
      }
    if let id = item.id, case .record(let outputs) = resolution {
      inbox.record(Inbox.Entry(outputs: outputs, recordedAt: now), for: id)
    }
    return Item(delivery: item.delivery, id: item.id, resolution: resolution, recordedAt: now, isNew: true)
  }
}

extension Judgement {
  var proposal: Proposal? {
    if case .propose(let proposal) = self { proposal } else { nil }
  }
}
