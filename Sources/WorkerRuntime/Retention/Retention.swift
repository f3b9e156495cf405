public import QueueContracts

/// Removes what the store remembers for messages alone, once no such message can come any more.
///
/// These are the inbox, delivery events, and the crash notes and rows of processes that are gone. The register and the
/// service history are the citizens' record and stay.
public protocol Retention: Sendable {
  /// Removes the oldest rows, in one short transaction.
  ///
  /// Of several callers at once each removes other rows.
  ///
  /// - Parameters:
  ///   - time: what was recorded, or last changed, at this time or later stays.
  ///   - limit: how many rows are removed at most, 1 or more. Fewer were removed if nothing is left to remove.
  func prune(before time: Timestamp, limit: Int) async throws(StoreError) -> PrunedRows

  /// Counts what ``prune(before:limit:)`` would remove without a limit.
  func prunable(before time: Timestamp) async throws(StoreError) -> PrunedRows
}

/// How many rows of each kind were removed.
public struct PrunedRows: Sendable, Equatable, Encodable {
  /// Messages and their outputs.
  public var inbox: Int
  /// What kept messages from being completed.
  public var deliveryEvents: Int
  /// What processes that are gone had in hand.
  public var crashNotes: Int
  /// Processes that are gone.
  public var processes: Int

  public init(inbox: Int = 0, deliveryEvents: Int = 0, crashNotes: Int = 0, processes: Int = 0) {
    self.inbox = inbox
    self.deliveryEvents = deliveryEvents
    self.crashNotes = crashNotes
    self.processes = processes
  }

  /// All kinds together.
  public var count: Int { inbox + deliveryEvents + crashNotes + processes }

  /// Adds the counts of `right` to those of `left`.
  public static func += (left: inout PrunedRows, right: PrunedRows) {
    left.inbox += right.inbox
    left.deliveryEvents += right.deliveryEvents
    left.crashNotes += right.crashNotes
    left.processes += right.processes
  }
}
