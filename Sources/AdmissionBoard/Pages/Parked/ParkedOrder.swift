import Operations
import QueueContracts
import WorkerRuntime
import WorkerStore

/// An order to replay or discard parked messages, with its progress.
///
/// Each order has a page of the board, which shows what became of the messages.
struct ParkedOrder: Sendable {
  enum End: Sendable {
    case done
    /// Not every message could be replayed or discarded; the sentence says why.
    case failed(String)
  }

  /// The key of the order's page.
  let key: String
  let plan: ParkedPlan
  let by: Visitor.User
  let because: String
  let begun: Timestamp
  var progress = SettlingProgress()
  /// How the work ended; nil while it goes on.
  var end: End?
}

extension BoardAction {
  /// Makes audit rows that name the messages of an order; each row names at most a hundred ids.
  ///
  /// The rows are stored before the messages leave their parked queue.
  static func receipts(_ receipts: [Receipt], of order: ParkedOrder) -> [BoardAction] {
    stride(from: 0, to: receipts.count, by: 100).map { start in
      let part = receipts[start..<min(start + 100, receipts.count)]
      let ids = part.map { $0.messageId ?? "without-an-id" }.joined(separator: " ")
      return BoardAction(
        time: part.first?.time ?? .now, who: order.by.name, role: order.by.role.rawValue, action: Word.receipt.rawValue,
        target: String("\(order.plan.action.rawValue) \(order.plan.queue): \(ids)".prefix(4000)), reason: order.because)
    }
  }
}
