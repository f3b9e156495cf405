import Admission
import QueueContracts
import WorkerRuntime

extension ApplicationWithdrawn {
  /// Ends an application in processing, and tells the citizen and the school, or the transfer worker.
  ///
  /// Of one that was only received nobody knows but the citizen.
  /// One that has ended stays as it is.
  func decide(in ledger: inout Ledger) -> Outcome {
    guard let record = ledger.applications[applicationId] else {
      // Its submission may be waiting in a retry queue.
      return .retry(reason: "no such application yet", orPark: .applicationUnknown)
    }
    guard record.applicantIin == applicantIin else {
      return .park(.withdrawalNotApplicant, detail: "the withdrawal is not the applicant's own")
    }
    guard !record.state.isFinal else { return .completed([]) }
    ledger.end(applicationId, as: .withdrawn, at: withdrawnAt)
    let update = Output(record.update(.completed, .withdrawn, step: .withdrawal, at: withdrawnAt))
    return .completed(record.state == .received ? [update] : [notice(of: record), update])
  }

  private func notice(of record: ApplicationRecord) -> Output {
    guard record.service != .transfer else {
      return Output(TransferWithdrawn(telling: self))
    }
    return Output(
      SchoolAdmissionWithdrawn(telling: self), routingKey: RoutingKey.schoolAdmissionWithdrawn(record.school.bin))
  }
}
