package import QueueContracts
import WorkerRuntime

/// A page of the inbox: the updates that intake and transfer have committed, in the order of their commits.
package struct CommittedUpdates: Sendable, Equatable {
  /// One update.
  package struct Update: Sendable, Equatable {
    /// The time at which the worker decided, which is also the message's `timestamp`.
    package let time: Timestamp
    /// True if the update's entry is in the history, or if the update was parked or discarded at notify.
    package let isSettled: Bool
  }

  package let updates: [Update]
  /// True if the inbox has no later rows.
  package let isLast: Bool

  /// The time of the first update that waits for notify.
  var firstWaitingAt: Timestamp? { updates.first { !$0.isSettled }?.time }

  /// The time of the last settled update before the first waiting update.
  var lastSettledAt: Timestamp? { updates.prefix { $0.isSettled }.last?.time }

  /// True if the page shows where the waiting updates begin, or that there are none.
  var hasBoundary: Bool { lastSettledAt != nil && (firstWaitingAt != nil || isLast) }
}

extension BoardRecords {
  /// The number of inbox rows that are read at once.
  private static var pageLength: Int { 200 }

  /// The time at which the oldest message that waits for notify was committed; nil if none is found.
  ///
  /// Notify posts nearly in the order of the commits. So the inbox has a boundary: before it the updates are posted,
  /// after it they wait. The boundary is found by halving: at most 54 pages and one long page are read, and usually
  /// fewer than ten. If notify could not post an update before the boundary, this update is found only while it is in a
  /// retry queue.
  ///
  /// - Parameter now: the present moment.
  /// - Returns: the time of the commit; for a message that is tried again, the time of its first failure.
  /// - Throws: `StoreError` if the store does not answer.
  package func oldestUnposted(at now: Timestamp) async throws(StoreError) -> Timestamp? {
    let times = [try await oldestRetried(by: .notify, at: now), try await oldestWaitingUpdate(at: now)]
    return times.compactMap { $0 }.min()
  }

  private func oldestWaitingUpdate(at now: Timestamp) async throws(StoreError) -> Timestamp? {
    var waiting: Timestamp?
    var settled: Timestamp?
    // The search goes back by 1 s, 2 s, 4 s and so on, at most 48 days, until a page begins with a settled update.
    for power in 0..<23 where settled == nil {
      let page = try await updates(committedFrom: now.adding(seconds: -(1 << Int64(power))), rows: Self.pageLength)
      if page.hasBoundary { return page.firstWaitingAt }
      waiting = page.firstWaitingAt ?? waiting
      settled = page.lastSettledAt
    }
    guard var low = settled?.milliseconds else { return waiting }
    var high = (waiting ?? now).milliseconds
    while high - low > 1 {
      let middle = low + (high - low) / 2
      let page = try await updates(committedFrom: Timestamp(milliseconds: middle), rows: Self.pageLength)
      if page.hasBoundary { return page.firstWaitingAt }
      waiting = page.firstWaitingAt ?? waiting
      if let settled = page.lastSettledAt { low = settled.milliseconds } else { high = middle }
    }
    // A page shows no boundary if too many of its rows have no updates or have the same time, as the rows of a batch
    // do. A longer page reaches beyond these rows.
    let page = try await updates(committedFrom: Timestamp(milliseconds: low), rows: 10 * Self.pageLength)
    return page.firstWaitingAt ?? waiting
  }
}

/// A row of the inbox, with its recorded outputs.
struct InboxRow: Decodable {
  private struct Name: Decodable {
    let routingKey: String
    let name: String?
  }

  let worker: String
  let messageId: MessageID
  let recordedAt: Int64
  let outputs: String

  /// The ids of the row's updates.
  ///
  /// The final outputs of a message may repeat the outputs that it had while it waited. These have a row of their own,
  /// so they are left out elsewhere.
  private var updates: [MessageID] {
    get throws {
      let key = RoutingKey.processingUpdated
      let updates = try JSONReader.decode([Name].self, from: outputs).filter { $0.routingKey == key }
      if worker.hasSuffix(InboxKey.waitingSuffix) { return updates.compactMap(\.name).map(messageId.derived) }
      return updates.filter { $0.name == nil }.indices.map { messageId.output(routingKey: key, number: $0) }
    }
  }

  /// Makes the page of these rows.
  ///
  /// - Parameters:
  ///   - rows: the rows, by the time of the commit.
  ///   - limit: how many rows were asked for.
  ///   - settled: gets the ids of updates, and returns those that notify need not post any more.
  /// - Returns: the updates among the outputs of the rows.
  /// - Throws: `DecodingError` if the outputs of a row cannot be read, or an error of `settled`.
  static func page(
    _ rows: [InboxRow], limit: Int, settled: ([MessageID]) throws -> Set<MessageID>
  ) throws -> CommittedUpdates {
    let updates = try rows.flatMap { row in try row.updates.map { (id: $0, time: row.recordedAt) } }
    let settled = try settled(updates.map(\.id))
    return CommittedUpdates(
      updates: updates.map { .init(time: Timestamp(milliseconds: $0.time), isSettled: settled.contains($0.id)) },
      isLast: rows.count < limit)
  }
}
