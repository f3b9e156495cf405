import QueueContracts

/// Hands over to the worker's sink what a batch left in the store.
struct HandingOver<W: Worker, S: Store<W.Ledger, W.Keys>>: Sendable {
  typealias Item = Recording<W, S>.Item

  let sink: (any Sink)?
  let outage: Outage

  /// The batch, in which what the sink refused for ever is deferred.
  ///
  /// While the sink is down it waits; what had arrived by then is not handed over again.
  func handOver(_ batch: [Item]) async throws -> [Item] {
    guard let sink else { return batch }
    var waiting: [MessageID: String?] = [:]
    for item in batch where item.isRecorded {
      if let id = item.id { waiting.updateValue(item.delivery.message.traceparent, forKey: id) }
    }
    var refusals: [MessageID: Deferral] = [:]
    try await outage.waitedOut {
      try await withThrowingTaskGroup(of: (MessageID, Deferral?).self) { group in
        for (id, trace) in waiting { group.addTask { (id, try await sink.handOver(id, traceparent: trace)) } }
        for try await (id, refusal) in group {
          waiting.removeValue(forKey: id)
          refusals[id] = refusal
        }
      }
    }
    return batch.map { item in
      guard item.isRecorded, let refusal = item.id.flatMap({ refusals[$0] }) else { return item }
      var item = item
      item.resolution = .defer(refusal)
      return item
    }
  }
}
