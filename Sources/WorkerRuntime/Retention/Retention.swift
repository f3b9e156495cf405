public import QueueContracts

/// Removes the records of messages that can no longer come again.
///
/// These are inbox rows, delivery events and, for each process that is gone, its crash notes and its row. The register
/// and the service history are the citizens' record and stay.
public protocol Retention: Sendable {
  /// Removes at most `limit` rows that are older than `time`, in one short transaction.
  ///
  /// Concurrent callers remove different rows.
  ///
  /// - Parameters:
  ///   - time: rows that were recorded or last changed at this time or later stay.
  ///   - days: rows that are not this old by the clock of the store's server stay, too, so that a caller whose clock is
  ///     ahead removes nothing too early. Nil if only `time` counts. A store without a server has only the caller's
  ///     clock and ignores the days.
  ///   - limit: how many rows are removed at most, 1 or more.
  /// - Returns: the number of rows removed; fewer than the limit if nothing is left to remove.
  /// - Throws: ``StoreError``.
  func prune(before time: Timestamp, keepingDays days: Int?, limit: Int) async throws(StoreError) -> PrunedRows

  /// Counts what ``prune(before:keepingDays:limit:)`` would remove without a limit.
  func prunable(before time: Timestamp, keepingDays days: Int?) async throws(StoreError) -> PrunedRows
}

extension Retention {
  /// Removes at most `limit` rows that are older than `time`.
  public func prune(before time: Timestamp, limit: Int) async throws(StoreError) -> PrunedRows {
    try await prune(before: time, keepingDays: nil, limit: limit)
  }

  /// Counts the rows that are older than `time`.
  public func prunable(before time: Timestamp) async throws(StoreError) -> PrunedRows {
    try await prunable(before: time, keepingDays: nil)
  }
}

/// The number of rows of each kind that were removed, or could be removed.
public struct PrunedRows: Sendable, Equatable, Encodable {
  /// Inbox rows: messages and their outputs.
  public var inbox: Int
  /// Delivery events.
  public var deliveryEvents: Int
  /// Notes of the messages that dead processes had in hand.
  public var crashNotes: Int
  /// Rows of dead processes.
  public var processes: Int

  /// Creates counts, each 0 or more.
  public init(inbox: Int = 0, deliveryEvents: Int = 0, crashNotes: Int = 0, processes: Int = 0) {
    self.inbox = inbox
    self.deliveryEvents = deliveryEvents
    self.crashNotes = crashNotes
    self.processes = processes
  }

  /// The number of rows of all kinds together.
  public var count: Int { inbox + deliveryEvents + crashNotes + processes }

  /// Adds the counts of `right` to those of `left`.
  public static func += (left: inout PrunedRows, right: PrunedRows) {
    left.inbox += right.inbox
    left.deliveryEvents += right.deliveryEvents
    left.crashNotes += right.crashNotes
    left.processes += right.processes
  }
}
