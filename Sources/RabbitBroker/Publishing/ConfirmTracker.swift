import WorkerRuntime

/// Tracks which publications of a channel are sent, confirmed, returned or failed, batch by batch.
///
/// The tracker is a pure value; the publisher does the sending and waiting.
///
/// A batch is finished when each of its publications is confirmed or has failed, not at its first failure. A failure
/// does not affect the batch's other publications. When the caller gets the results, no publication of the batch is
/// still under way.
struct ConfirmTracker {
  typealias BatchID = Int

  /// The broker's word that a publication reached no queue (basic.return).
  ///
  /// The return comes before the publication's ack.
  struct Return: Equatable {
    var messageId: String?
    var exchange: String
    var routingKey: String
    var reason: String
  }

  /// The results of a batch: nil for each publication that is confirmed.
  typealias Results = [BrokerError?]

  private struct Batch {
    var publications: [Publication]
    var failures: Results
    /// The index of the first publication that was never sent.
    var next = 0
    /// The number of publications whose result is not final yet.
    var unresolvedCount: Int
    var isAbandoned = false
  }

  private struct Entry {
    var batch: BatchID
    var index: Int
    var isReturned = false
    var isResolved = false
  }

  private var batches: [BatchID: Batch] = [:]
  private var lastBatch = 0
  /// The batches with publications that were never sent, the oldest first.
  private var sending: [BatchID] = []
  /// The publications to send again, because the broker closed the channel for the fault of another publication.
  private var resends: ArraySlice<Entry> = []
  /// The publications sent on this channel from the tag `firstTag` on; resolved publications are cut off at the front.
  private var entries: [Entry] = []
  private var firstTag: UInt64 = 1
  private var resolvedPrefix = 0
  private var finished: [(BatchID, Results)] = []

  /// True if no publication waits to be sent or confirmed.
  var isIdle: Bool { batches.isEmpty }
  /// True if a publication was sent and is not confirmed.
  var isAwaitingConfirms: Bool { resolvedPrefix < entries.count }
  var hasUnsent: Bool { !resends.isEmpty || !sending.isEmpty }

  /// Adds a batch.
  ///
  /// - Parameters:
  ///   - publications: at least one.
  ///   - failures: for each publication the reason why it can never be sent; nil if it can be sent.
  /// - Returns: the batch's number.
  mutating func add(_ publications: [Publication], failures: Results) -> BatchID {
    lastBatch += 1
    let unresolvedCount = failures.count { $0 == nil }
    batches[lastBatch] = Batch(publications: publications, failures: failures, unresolvedCount: unresolvedCount)
    if unresolvedCount > 0 { sending.append(lastBatch) } else { finishIfComplete(lastBatch) }
    return lastBatch
  }

  /// Takes the publication to send next, which from now on counts as sent.
  ///
  /// Publications go out in the order in which they were added; publications that are sent again go first.
  mutating func sendNext() -> Publication? {
    if let entry = resends.popFirst() {
      entries.append(entry)
      return batches[entry.batch]?.publications[entry.index]
    }
    guard let id = sending.first, let batch = batches[id] else { return nil }
    entries.append(Entry(batch: id, index: sendable(in: batch, from: batch.next)))
    let index = entries[entries.count - 1].index
    let next = sendable(in: batch, from: index + 1)
    batches[id]?.next = next
    if next == batch.publications.count { sending.removeFirst() }
    return batch.publications[index]
  }

  /// The index of the first publication from `start` on that can be sent; the number of publications if there is none.
  private func sendable(in batch: Batch, from start: Int) -> Int {
    var index = start
    while index < batch.failures.count, batch.failures[index] != nil { index += 1 }
    return index
  }

  /// Takes a basic.ack or basic.nack of the broker.
  mutating func confirm(_ tag: UInt64, multiple: Bool, accepted: Bool) {
    guard tag >= firstTag, tag - firstTag < UInt64(entries.count) else { return }
    let last = Int(tag - firstTag)
    let first = multiple ? min(resolvedPrefix, last) : last
    if accepted {
      accept(first...last)
    } else {
      for position in first...last { resolve(position, Self.refusal) }
    }
    forgetPrefix()
  }

  /// Marks a run of entries as confirmed.
  ///
  /// A confirm with `multiple` may stand for hundreds of entries, so each batch is looked up only once.
  private mutating func accept(_ positions: ClosedRange<Int>) {
    var rest = entries[positions].indices
    while let start = rest.popFirst() {
      let id = entries[start].batch
      var accepted = entries[start].isResolved ? 0 : 1
      entries[start].isResolved = true
      while let next = rest.first, entries[next].batch == id {
        if !entries[next].isResolved { accepted += 1 }
        entries[next].isResolved = true
        rest = rest.dropFirst()
      }
      guard accepted > 0 else { continue }
      batches[id]?.unresolvedCount -= accepted
      finishIfComplete(id)
    }
  }

  private static let refusal = BrokerError(
    .refused, "The broker refused a publication (basic.nack); its queue is full or away.")

  /// Takes a basic.return.
  ///
  /// If the return matches no publication, every publication that is not confirmed fails: one of them was lost, and
  /// nobody can tell which.
  mutating func returned(_ message: Return) {
    let error = BrokerError(
      .unroutable,
      "No queue is bound to exchange '\(message.exchange)' for routing key '\(message.routingKey)' "
        + "(\(message.reason)); is the topology applied?")
    let culprit = entries.indices.dropFirst(resolvedPrefix).first { position in
      let entry = entries[position]
      guard !entry.isResolved, !entry.isReturned, let publication = publication(of: entry) else { return false }
      return publication.message.id == message.messageId && publication.exchange == message.exchange
        && publication.routingKey == message.routingKey
    }
    for position in culprit.map({ $0..<$0 + 1 }) ?? resolvedPrefix..<entries.count {
      fail(returned: position, error)
    }
  }

  /// Notes the error of a returned publication, which still counts as under way until its ack.
  private mutating func fail(returned position: Int, _ error: BrokerError) {
    guard !entries[position].isResolved, !entries[position].isReturned else { return }
    entries[position].isReturned = true
    batches[entries[position].batch]?.failures[entries[position].index] = error
  }

  /// Abandons a batch that nobody waits for any more; its unsent publications are not sent.
  ///
  /// - Returns: the batch's known results, and `error` for all other publications.
  mutating func abandon(_ id: BatchID, _ error: BrokerError) -> Results {
    guard var batch = batches[id] else { return [] }
    batch.isAbandoned = true
    if sending.contains(id) {
      for index in batch.next..<batch.publications.count { Self.fail(&batch, index, error) }
      sending.removeAll { $0 == id }
    }
    for entry in resends where entry.batch == id { Self.fail(&batch, entry.index, error) }
    resends.removeAll { $0.batch == id }
    batches[id] = batch
    // The fate of publications under way is uncertain, and their confirms are still to come.
    var results = batch.failures
    for entry in entries.dropFirst(resolvedPrefix) where entry.batch == id && !entry.isResolved {
      results[entry.index] = results[entry.index] ?? error
    }
    finishIfComplete(id)
    return results
  }

  /// Notes that the broker closed the channel, so no more confirms come for the publications that were sent.
  ///
  /// The publications that caused the close (the culprits) count as failed. The other sent publications are sent again
  /// on the next channel, so a message may come twice, as after every lost connection. If no culprit is found, all sent
  /// publications count as failed, because otherwise they might be sent again for ever.
  mutating func channelLost(_ error: BrokerError, isCulprit: (Publication) -> Bool = { _ in true }) {
    let open = entries.indices.dropFirst(resolvedPrefix).filter { !entries[$0].isResolved }
    let culprits = open.filter { publication(of: entries[$0]).map(isCulprit) ?? true }
    for position in culprits.isEmpty ? open : culprits { resolve(position, error) }
    for position in open where !entries[position].isResolved {
      let entry = entries[position]
      if entry.isReturned || batches[entry.batch]?.isAbandoned != false {
        resolve(position, error)
      } else {
        entries[position].isResolved = true
        resends.append(Entry(batch: entry.batch, index: entry.index))
      }
    }
    channelReopened()
  }

  /// Notes that the connection is lost: every publication that is not confirmed has failed.
  mutating func connectionLost(_ error: BrokerError) {
    channelLost(error)
    for id in batches.keys.sorted() { _ = abandon(id, error) }
  }

  /// Begins a new channel, on which the tags count from 1.
  mutating func channelReopened() {
    precondition(!entries.indices.dropFirst(resolvedPrefix).contains { !entries[$0].isResolved }, "still unconfirmed")
    entries.removeAll(keepingCapacity: true)
    resolvedPrefix = 0
    firstTag = 1
  }

  /// Takes the batches that were finished since the last call.
  mutating func takeFinished() -> [(BatchID, Results)] {
    guard !finished.isEmpty else { return [] }
    defer { finished.removeAll(keepingCapacity: true) }
    return finished
  }

  // MARK: -

  private func publication(of entry: Entry) -> Publication? {
    batches[entry.batch]?.publications[entry.index]
  }

  private mutating func resolve(_ position: Int, _ error: BrokerError) {
    guard !entries[position].isResolved else { return }
    entries[position].isResolved = true
    let id = entries[position].batch
    batches[id]?.unresolvedCount -= 1
    // A returned publication has its error already.
    if !entries[position].isReturned { batches[id]?.failures[entries[position].index] = error }
    finishIfComplete(id)
  }

  private static func fail(_ batch: inout Batch, _ index: Int, _ error: BrokerError) {
    guard batch.failures[index] == nil else { return }
    batch.failures[index] = error
    batch.unresolvedCount -= 1
  }

  private mutating func finishIfComplete(_ id: BatchID) {
    guard batches[id]?.unresolvedCount == 0, let batch = batches.removeValue(forKey: id) else { return }
    finished.append((id, batch.failures))
  }

  private mutating func forgetPrefix() {
    while resolvedPrefix < entries.count, entries[resolvedPrefix].isResolved { resolvedPrefix += 1 }
    // Removing entries at the front moves all others. So resolved entries stay there until no other entry is left, or
    // until they are more than 4096.
    guard resolvedPrefix == entries.count || resolvedPrefix > 4096 else { return }
    entries.removeFirst(resolvedPrefix)
    firstTag += UInt64(resolvedPrefix)
    resolvedPrefix = 0
  }
}
