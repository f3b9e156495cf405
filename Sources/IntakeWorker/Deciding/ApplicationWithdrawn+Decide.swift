import Admission
import QueueContracts
import WorkerRuntime

extension ApplicationWithdrawn {
  /// Withdraws an application that is received or in processing, or gives back its place.
  ///
  /// The family is told. TransferWorker and the school are told if they were asked to handle the application. If the
  /// application has ended without a place, it stays as it is.
  func decide(in ledger: inout Ledger) -> Outcome {
    guard let record = ledger.applications[applicationId] else {
      // The submission may be waiting in a retry queue.
      return .retry(reason: "no such application yet", orPark: .applicationUnknown)
    }
    guard record.applicantIin == applicantIin else {
      return .park(.withdrawalNotApplicant, detail: "the withdrawal is not the applicant's own")
    }
    guard let end = ledger.end(applicationId, as: .withdrawn, at: withdrawnAt) else { return .completed([]) }
    let update = Output(record.update(.completed, .withdrawn, step: .withdrawal, at: end))
    return .completed(notices(of: record) + [update])
  }

  /// The messages to TransferWorker and to the school, if they were asked to handle the application.
  ///
  /// Intake or TransferWorker gives an arrival number in the transaction that asks the school. So if the application
  /// has an arrival number, the school was asked. If it has none, the school was not asked, and is not asked after the
  /// withdrawal.
  private func notices(of record: ApplicationRecord) -> [Output] {
    guard record.state != .received else { return [] }
    let transfer = record.service == .transfer ? [Output(TransferWithdrawn(telling: self))] : []
    guard record.arrival != nil else { return transfer }
    let school = Output(
      SchoolAdmissionWithdrawn(telling: self), routingKey: RoutingKey.schoolAdmissionWithdrawn(record.school.bin))
    return transfer + [school]
  }
}
