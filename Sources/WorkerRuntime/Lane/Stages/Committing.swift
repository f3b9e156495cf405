import QueueContracts

/// Commits a judged batch: effects, inbox and outputs in one transaction.
struct Committing<W: Worker>: Sendable {
  let worker: W
  let store: any LaneStore<W.Ledger, W.Keys>
  let now: @Sendable () -> Timestamp

  /// Commits the messages, which are decided in the order of the batch.
  ///
  /// If the store is down, nothing is committed, and the messages are left for the next try. If the store refuses the
  /// batch, the batch is halved until the refused message is alone; that message is retried.
  func commit(_ batch: [Judged<W.Proposal>]) async -> Progress<Committed, Judged<W.Proposal>> {
    guard !batch.isEmpty else { return Progress() }
    let time = now()
    do throws(StoreError) {
      return Progress(done: try await commitTogether(batch, at: time))
    } catch {
      switch error {
      case .unavailable(let detail): return Progress(remaining: batch, down: EnvironmentDown("store", detail: detail))
      case .rejected(let detail): return await commitApart(batch, because: detail, at: time)
      }
    }
  }

  /// The key of a message's record in the inbox; nil if the message has no id, or if its body must not be read.
  private func key(of judged: Judged<W.Proposal>) -> InboxKey? {
    if case .refused = judged.content { return nil }
    return judged.id.map { InboxKey(worker.inbox(of: judged.delivery.message.type), $0) }
  }

  private func commitApart(
    _ batch: [Judged<W.Proposal>], because detail: String, at time: Timestamp
  ) async -> Progress<Committed, Judged<W.Proposal>> {
    guard batch.count > 1 else {
      let retry = Outcome.retry(reason: "the store refused it: \(detail)", orPark: .attemptsSpent)
      return Progress(done: batch.map { committed($0, retry, at: time, isNew: true) })
    }
    let middle = batch.count / 2
    let (first, second) = (await commit(Array(batch[..<middle])), await commit(Array(batch[middle...])))
    return Progress(
      done: first.done + second.done, remaining: first.remaining + second.remaining, down: first.down ?? second.down)
  }

  private func commitTogether(_ batch: [Judged<W.Proposal>], at now: Timestamp) async throws(StoreError) -> [Committed]
  {
    let proposals = batch.compactMap(\.content.proposal)
    let inbox = batch.compactMap(key) + batch.flatMap(waitingKeys) + batch.flatMap(otherKeys)
    return try await store.transaction(inbox: inbox, ledger: worker.keys(of: proposals)) { inbox, ledger in
      batch.map { decide($0, &inbox, &ledger, at: now) }
    }
  }

  /// The keys of the records that the message may have left while it waited.
  private func waitingKeys(of judged: Judged<W.Proposal>) -> [InboxKey] {
    guard let key = key(of: judged) else { return [] }
    if judged.mayHaveUnsentOutputs { return [key.waitingKey, key.formerWaitingKey] }
    return keepsOutputsWhileWaiting(judged) ? [key.waitingKey] : []
  }

  /// The keys under which other messages with this message's id may be recorded.
  private func otherKeys(of judged: Judged<W.Proposal>) -> [InboxKey] {
    guard let key = key(of: judged) else { return [] }
    return worker.otherInboxes(of: judged.delivery.message.type).map { InboxKey($0, key.message) }
  }

  /// Decides one message; a message that was completed before keeps its recorded outcome.
  private func decide(
    _ judged: Judged<W.Proposal>, _ inbox: inout Inbox, _ ledger: inout W.Ledger, at now: Timestamp
  ) -> Committed {
    let key = key(of: judged)
    if let known = key.flatMap({ inbox[$0] }) {
      return committed(judged, .completed(known.outputs), at: known.recordedAt, isNew: false)
    }
    let outcome =
      switch judged.content {
      case .proposal(let proposal): worker.decide(proposal, in: &ledger)
      case .unjudged(let outcome, let proposal): proposal.map { worker.decide($0, in: &ledger) } ?? outcome
      case .refused(let outcome): outcome
      }
    guard let key else { return committed(judged, outcome, at: now, isNew: true) }
    guard !outcome.isCompleted else {
      // If a process or connection was lost while the message waited, the outputs from that time may not have gone out.
      // Then they are published with the final outputs.
      let own =
        otherKeys(of: judged).contains { inbox[$0] != nil } ? outcome.outputs.apart(in: key.inbox) : outcome.outputs
      let outputs = outputsWhileWaiting(judged, key, inbox) + own
      inbox.record(Inbox.Entry(outputs: outputs, recordedAt: now), for: key)
      return committed(judged, .completed(outputs), at: now, isNew: true)
    }
    return waiting(judged, outcome, key, &inbox, at: now)
  }

  /// Gives a waiting message its first outputs again at each try, and no outputs once the first ones are confirmed.
  private func waiting(
    _ judged: Judged<W.Proposal>, _ outcome: Outcome, _ key: InboxKey, _ inbox: inout Inbox, at now: Timestamp
  ) -> Committed {
    guard let known = inbox.waiting(key) else {
      if keepsOutputsWhileWaiting(judged), !outcome.outputs.isEmpty {
        inbox.record(Inbox.Entry(outputs: outcome.outputs, recordedAt: now), for: key.waitingKey)
      }
      return committed(judged, outcome, at: now, isNew: true)
    }
    return committed(judged, outcome.with(outputsWhileWaiting(judged, key, inbox)), at: known.recordedAt, isNew: true)
  }

  /// The outputs that were recorded while the message waited; none if these outputs are known to have gone out.
  private func outputsWhileWaiting(_ judged: Judged<W.Proposal>, _ key: InboxKey, _ inbox: Inbox) -> [Output] {
    // A delivery with attempts comes from a retry queue. The copy for that queue was confirmed together with these
    // outputs.
    guard judged.delivery.attempt == 0 else { return [] }
    return inbox.waiting(key)?.outputs ?? []
  }

  /// True if the inbox records the outputs that go out while this message waits.
  private func keepsOutputsWhileWaiting(_ judged: Judged<W.Proposal>) -> Bool {
    judged.content.isUnjudged || worker.publishesWhileWaiting
  }

  private func committed(
    _ judged: Judged<W.Proposal>, _ outcome: Outcome, at time: Timestamp, isNew: Bool
  ) -> Committed {
    Committed(delivery: judged.delivery, id: judged.id, outcome: outcome, recordedAt: time, isNew: isNew)
  }
}

extension Judged.Content {
  fileprivate var proposal: Proposal? {
    switch self {
    case .proposal(let proposal): proposal
    case .unjudged(_, let proposal): proposal
    case .refused: nil
    }
  }

  fileprivate var isUnjudged: Bool { if case .unjudged = self { true } else { false } }
}

extension Judged {
  /// True if an earlier try may have recorded outputs that did not go out.
  ///
  /// Then the broker has delivered the message before, or the delivery is a worker's own copy.
  fileprivate var mayHaveUnsentOutputs: Bool { delivery.deliveryCount > 0 || ExchangeName.isAside(delivery.exchange) }
}

extension [Output] {
  /// These outputs with names, so that their ids differ from those of another message's outputs.
  ///
  /// The inbox records the names, so the ids are the same if the message comes again.
  fileprivate func apart(in inbox: String) -> [Output] {
    enumerated().map { index, output in
      var output = output
      output.name = output.name ?? "\(output.routingKey)#\(index)@\(inbox)"
      return output
    }
  }
}

extension InboxKey {
  /// The key under which an earlier revision of the workers recorded the outputs that a message has while it waits.
  fileprivate var formerWaitingKey: InboxKey { InboxKey(inbox, message.derived("waiting")) }
}

extension Inbox {
  /// The record of what the message with this key left while it waited.
  fileprivate func waiting(_ key: InboxKey) -> Entry? { self[key.waitingKey] ?? self[key.formerWaitingKey] }
}
