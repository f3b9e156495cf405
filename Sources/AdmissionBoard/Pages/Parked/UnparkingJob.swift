import Operations
import QueueContracts
import WorkerRuntime
import WorkerStore

/// A job to replay or discard parked messages, with its progress.
///
/// Each job has a page of the board, which shows what became of the messages.
struct UnparkingJob: Sendable {
  enum End: Sendable {
    case done
    /// Not every message could be replayed or discarded; the sentence says why.
    case failed(String)
  }

  /// The key of the job's page.
  let key: String
  let plan: UnparkingPlan
  let by: Visitor.User
  let because: String
  let begun: Timestamp
  var progress = UnparkingProgress()
  /// How the work ended; nil while it goes on.
  var end: End?
}

extension BoardAction {
  /// Makes audit rows that name the messages of a job; each row names at most a hundred ids.
  ///
  /// The rows are stored before the messages leave their parked queue.
  static func receipts(_ receipts: [Receipt], of job: UnparkingJob) -> [BoardAction] {
    stride(from: 0, to: receipts.count, by: 100).map { start in
      let part = receipts[start..<min(start + 100, receipts.count)]
      let ids = part.map { $0.messageId ?? "without-an-id" }.joined(separator: " ")
      return BoardAction(
        time: part.first?.time ?? .now, who: job.by.name, role: job.by.role.rawValue, action: Word.receipt.rawValue,
        target: String("\(job.plan.action.rawValue) \(job.plan.queue): \(ids)".prefix(4000)), reason: job.because)
    }
  }
}
