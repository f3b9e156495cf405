import Admission
import QueueContracts
import WorkerRuntime

extension ApplicationWithdrawn {
  /// Ends an application in processing, or gives back the place that it has brought, and tells the citizen and
  /// everybody who was asked to handle it.
  ///
  /// If it was only received, nobody but the citizen knows of it. If it has ended otherwise, it stays as it is.
  func decide(in ledger: inout Ledger) -> Outcome {
    guard let record = ledger.applications[applicationId] else {
      // Its submission may be waiting in a retry queue.
      return .retry(reason: "no such application yet", orPark: .applicationUnknown)
    }
    guard record.applicantIin == applicantIin else {
      return .park(.withdrawalNotApplicant, detail: "the withdrawal is not the applicant's own")
    }
    guard let end = ledger.end(applicationId, as: .withdrawn, at: withdrawnAt) else { return .completed([]) }
    let update = Output(record.update(.completed, .withdrawn, step: .withdrawal, at: end))
    return .completed(notices(of: record) + [update])
  }

  /// The messages to TransferWorker and to the school.
  ///
  /// An arrival number is given, by TransferWorker or by intake, in the transaction that asks the school: an
  /// application with a number has been or will be asked about, one without never will be.
  private func notices(of record: ApplicationRecord) -> [Output] {
    guard record.state != .received else { return [] }
    let transfer = record.service == .transfer ? [Output(TransferWithdrawn(telling: self))] : []
    guard record.arrival != nil else { return transfer }
    let school = Output(
      SchoolAdmissionWithdrawn(telling: self), routingKey: RoutingKey.schoolAdmissionWithdrawn(record.school.bin))
    return transfer + [school]
  }
}
