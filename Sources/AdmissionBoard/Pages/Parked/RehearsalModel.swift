import Operations
import QueueContracts
import WorkerStore

/// A row for a message that is replayed or discarded, or that stays parked.
struct UnparkingRow: Sendable {
  let messageName: String
  let type: String
  let why: String

  init(_ item: ParkedItem, why: String = "") {
    messageName = item.listing.messageId ?? "without an id"
    type = item.listing.type ?? "none"
    self.why = why
  }
}

/// The rehearsal of a ``UnparkingPlan``: the effects that the plan would have.
struct RehearsalModel: Sendable {
  static let shownRows = 100

  let heading: String
  let verb: String
  let button: String
  let isDiscard: Bool
  let groupKey: String
  let plan: String
  let keys: [String]
  let queue: String
  let reasonCode: String
  let detail: String
  let words: String
  let canBeDone: Bool
  let rows: [UnparkingRow]
  /// The number of messages to replay or discard that are not shown; nil if all are shown.
  let more: Int?
  let refused: [UnparkingRow]
  let hasRefused: Bool
  let refusedCount: String
  let groupPath: String

  init(_ plan: UnparkingPlan, asked form: Form) {
    isDiscard = plan.action == .discard
    verb = isDiscard ? "discard" : plan.isUnrouted ? "put back" : "replay"
    heading = "Rehearsal: \(verb)"
    let count = plan.taken.count.counted("message")
    button = "\(verb.prefix(1).uppercased())\(verb.dropFirst()) \(count)"
    groupKey = form.text("group") ?? ""
    self.plan = form.text("plan") ?? ""
    keys = self.plan.hasSuffix("selected") ? form.all("message") : []
    queue = plan.queue
    reasonCode = plan.reason
    detail = plan.detail ?? ""
    words = count
    canBeDone = plan.filter != nil
    rows = plan.taken.prefix(Self.shownRows).map { UnparkingRow($0) }
    more = plan.taken.count > Self.shownRows ? plan.taken.count - Self.shownRows : nil
    refused = plan.refused.prefix(Self.shownRows).map { UnparkingRow($0.item, why: $0.why) }
    hasRefused = !plan.refused.isEmpty
    refusedCount = plan.refused.count.counted("message")
    groupPath = "/parked/groups/\(groupKey)"
  }
}

/// The page of a receipt.
struct ReceiptPageModel: Sendable {
  let key: String
  let isRunning: Bool
  let receipt: ReceiptModel
}

/// A receipt: the action, the number of its messages, and the messages that stay parked, with the reasons.
struct ReceiptModel: Sendable {
  let state: String
  let isWell: Bool
  let isOver: Bool
  let trouble: String?
  let facts: [Fact]
  let rows: [UnparkingRow]
  let more: Int?
  let refused: [UnparkingRow]
  let hasRefused: Bool
  let refusedCount: String
  let noteLoss: String?

  init(_ job: UnparkingJob) {
    let plan = job.plan
    let past = plan.action == .discard ? "Discarded" : plan.isUnrouted ? "Put back" : "Replayed"
    let unparked = job.progress.unparked
    isOver = job.end != nil
    state = isOver ? "\(past) \(unparked.counted("message"))" : "Going on: \(unparked) of \(plan.taken.count)"
    if case .failed(let sentence)? = job.end { trouble = sentence } else { trouble = nil }
    isWell = trouble == nil
    let facts: [Fact?] = [
      Fact("From", plan.queue), Fact("Parked for", [plan.reason, plan.detail ?? ""].joined(separator: " ")),
      Fact("By", "\(job.by.name), \(job.by.role.rawValue)"), Fact("Why", job.because),
      Fact("When", Moment(job.begun).text), Fact("Asked for", plan.taken.count.counted("message")),
      job.progress.overLimit > 0
        ? Fact("Not looked at", job.progress.overLimit.counted("message") + " over the limit") : nil,
    ]
    self.facts = facts.compactMap { $0 }
    rows = plan.taken.prefix(RehearsalModel.shownRows).map { UnparkingRow($0) }
    more = plan.taken.count > RehearsalModel.shownRows ? plan.taken.count - RehearsalModel.shownRows : nil
    refused = plan.refused.prefix(RehearsalModel.shownRows).map { UnparkingRow($0.item, why: $0.why) }
    hasRefused = !plan.refused.isEmpty
    refusedCount = plan.refused.count.counted("message")
    noteLoss = job.progress.noteLoss
  }
}
