import Admission
import QueueContracts

@testable import IntakeWorker
@testable import WorkerRuntime

/// The row that a toy worker writes for a message.
struct Effect: Sendable {
  let id: MessageID
  let attempt: Int
  let content: Content
  /// True if the effect tells a citizen that the answer is late.
  let tellsCitizen: Bool

  init(_ proposal: ToyWorker.Proposal, tellsCitizen: Bool = false) {
    id = proposal.id
    attempt = proposal.attempt
    content = proposal.content
    self.tellsCitizen = tellsCitizen
  }
}

/// The number of effects of each application, and the effects that a transaction adds.
struct ToyLedger: Sendable {
  private var counts: [ApplicationID: Int]
  private var applications: [ApplicationID: ToyApplication]
  private(set) var added: [Effect] = []

  init(counts: [ApplicationID: Int], applications: [ApplicationID: ToyApplication]) {
    self.counts = counts
    self.applications = applications
  }

  func count(_ application: ApplicationID) -> Int { counts[application, default: 0] }

  /// Adds an effect and returns its number among the application's effects, from 1.
  @discardableResult
  mutating func add(_ effect: Effect) -> Int {
    added.append(effect)
    // A notice that is decided later in the same transaction sees the answer.
    if let parcel = effect.content.parcel {
      applications[parcel.applicationId, default: ToyApplication(parcel)].take(parcel)
    }
    counts[effect.content.applicationId, default: 0] += 1
    return count(effect.content.applicationId)
  }

  /// Decides on a deadline notice as the real intake does, with a register that holds only the notice's application.
  func outcome(of notice: ApplicationOverdue, at time: Timestamp) -> Outcome {
    let record = applications[notice.applicationId]?.record(of: notice.applicationId)
    var register = Ledger(applications: record.map { [$0] } ?? [])
    return notice.decide(in: &register, at: time)
  }
}
