import WorkerRuntime

/// What is to be published on a channel and what became of it: publications in batches, the channel's confirm sequence,
/// returns, and which batches are finished.
///
/// Pure; the publisher carries it out.
///
/// A batch is finished when everything sent of it is resolved, not at its first failure: its publisher may then try
/// again without the first try still being under way.
struct ConfirmTracker {
  typealias BatchID = Int

  /// The broker's word that a publication reached no queue.
  ///
  /// It comes before that publication's ack.
  struct Return: Equatable {
    var messageId: String?
    var exchange: String
    var routingKey: String
    var reason: String
  }

  private struct Batch {
    var publications: [Publication]
    var sent = 0
    var resolved = 0
    var failure: BrokerError?

    var isFinished: Bool { resolved == sent && (failure != nil || sent == publications.count) }
  }

  private struct Entry {
    var batch: BatchID
    var index: Int
    var isReturned = false
    var isResolved = false
  }

  private var batches: [BatchID: Batch] = [:]
  private var lastBatch = 0
  /// Batches with something to send, the oldest first.
  private var sending: [BatchID] = []
  /// What was sent on this channel from tag `firstTag` on; resolved ones are cut off at the front.
  private var entries: [Entry] = []
  private var firstTag: UInt64 = 1
  private var resolvedPrefix = 0
  private var finished: [(BatchID, BrokerError?)] = []

  /// Nothing waits for the broker or to be sent.
  var isIdle: Bool { batches.isEmpty }
  /// Something was sent and is not confirmed.
  var isAwaitingConfirms: Bool { resolvedPrefix < entries.count }
  var hasUnsent: Bool { !sending.isEmpty }

  /// - Parameter publications: at least one.
  mutating func add(_ publications: [Publication]) -> BatchID {
    lastBatch += 1
    batches[lastBatch] = Batch(publications: publications)
    sending.append(lastBatch)
    return lastBatch
  }

  /// The next to send; it counts as sent.
  ///
  /// Publications go out in the order in which they were added.
  mutating func sendNext() -> Publication? {
    guard let id = sending.first, let batch = batches[id] else { return nil }
    entries.append(Entry(batch: id, index: batch.sent))
    batches[id]?.sent += 1
    if batch.sent + 1 == batch.publications.count { sending.removeFirst() }
    return batch.publications[batch.sent]
  }

  /// A basic.ack or basic.nack of the broker.
  mutating func confirm(_ tag: UInt64, multiple: Bool, accepted: Bool) {
    guard tag >= firstTag, tag - firstTag < UInt64(entries.count) else { return }
    let last = Int(tag - firstTag)
    let first = multiple ? min(resolvedPrefix, last) : last
    for position in first...last { resolve(position, accepted: accepted) }
    forgetPrefix()
  }

  /// A basic.return.
  ///
  /// One that fits nothing fails everything under way: a message was lost, and nobody can tell whose.
  mutating func returned(_ message: Return) {
    let position = entries.indices.dropFirst(resolvedPrefix).first { position in
      let entry = entries[position]
      guard !entry.isResolved, !entry.isReturned else { return false }
      guard let publication = batches[entry.batch]?.publications[entry.index] else { return false }
      return publication.message.id == message.messageId && publication.exchange == message.exchange
        && publication.routingKey == message.routingKey
    }
    let error = BrokerError(
      .unroutable,
      "No queue takes what exchange '\(message.exchange)' gets with routing key '\(message.routingKey)' "
        + "(\(message.reason)); is the topology applied?")
    if let position {
      entries[position].isReturned = true
      fail(entries[position].batch, error)
    } else {
      for id in batches.keys { fail(id, error) }
    }
  }

  /// Nobody waits for this batch any more; the rest of it is not sent.
  mutating func abandon(_ id: BatchID) {
    fail(id, BrokerError(.closed, "Nobody waits for these confirms any more."))
  }

  /// The channel is gone, and with it the word on everything that was sent.
  ///
  /// What was not sent waits for the next one.
  mutating func channelLost(_ error: BrokerError) {
    for position in entries.indices.dropFirst(resolvedPrefix) where !entries[position].isResolved {
      fail(entries[position].batch, error)
      resolve(position, accepted: true)
    }
    channelReopened()
  }

  /// The connection is gone: everything has failed.
  mutating func connectionLost(_ error: BrokerError) {
    channelLost(error)
    for id in batches.keys { fail(id, error) }
  }

  /// A fresh channel counts from 1.
  mutating func channelReopened() {
    precondition(!entries.indices.dropFirst(resolvedPrefix).contains { !entries[$0].isResolved }, "still unconfirmed")
    entries.removeAll(keepingCapacity: true)
    (resolvedPrefix, firstTag) = (0, 1)
  }

  /// Batches that were finished since the last call, each with its first failure.
  mutating func takeFinished() -> [(BatchID, BrokerError?)] {
    guard !finished.isEmpty else { return [] }
    defer { finished.removeAll(keepingCapacity: true) }
    return finished
  }

  // MARK: -

  private mutating func resolve(_ position: Int, accepted: Bool) {
    guard !entries[position].isResolved else { return }
    entries[position].isResolved = true
    let id = entries[position].batch
    batches[id]?.resolved += 1
    if accepted {
      finishIfComplete(id)
    } else {
      fail(id, BrokerError(.notConfirmed, "The broker refused a publication (basic.nack); its queue is full or away."))
    }
  }

  private mutating func fail(_ id: BatchID, _ error: BrokerError) {
    guard batches[id] != nil else { return }
    if batches[id]?.failure == nil { batches[id]?.failure = error }
    sending.removeAll { $0 == id }
    finishIfComplete(id)
  }

  private mutating func finishIfComplete(_ id: BatchID) {
    guard let batch = batches[id], batch.isFinished else { return }
    batches[id] = nil
    finished.append((id, batch.failure))
  }

  private mutating func forgetPrefix() {
    while resolvedPrefix < entries.count, entries[resolvedPrefix].isResolved { resolvedPrefix += 1 }
    // Cutting off the front moves the rest: only when nothing or little is left of it.
    guard resolvedPrefix == entries.count || resolvedPrefix > 4096 else { return }
    entries.removeFirst(resolvedPrefix)
    firstTag += UInt64(resolvedPrefix)
    resolvedPrefix = 0
  }
}
