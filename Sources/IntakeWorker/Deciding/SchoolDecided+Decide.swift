import Admission
import QueueContracts
import WorkerRuntime

extension SchoolDecided {
  /// Ends an application by the word of the school it was addressed to.
  ///
  /// The same decision once more, under whatever id, changes nothing.
  func decide(in ledger: inout Ledger) -> Outcome {
    // No school was asked about one that was only received.
    guard let record = ledger.applications[applicationId], record.state != .received else {
      return .retry(reason: "no such application yet", orPark: .applicationUnknown)
    }
    guard record.school == school else {
      return .park(.decisionNotAddressee, detail: "the application was addressed to another school")
    }
    let state: ApplicationRecord.State = decision == .enrolled ? .enrolledBySchool : .refusedBySchool
    guard !record.state.isFinal else {
      guard record.state == state else {
        return .park(.decisionContradicts, detail: "the application has ended: \(record.state.rawValue)")
      }
      return .completed([])
    }
    guard record.arrival != nil else {
      // Ended now, a transfer would be enrolled with its papers unjudged and its slip free for another one.
      return .retry(reason: "the school has not been asked yet", orPark: .applicationUnknown)
    }
    ledger.end(applicationId, as: state, at: decidedAt)
    return .completed([
      Output(
        record.update(
          .completed, decision == .enrolled ? .positive : .negative, step: .school, at: decidedAt,
          reasons: reasons.map({ Reason($0) })))
    ])
  }
}
