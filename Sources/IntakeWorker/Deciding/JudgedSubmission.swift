import Admission
import QueueContracts
import WorkerRuntime

/// An application with what the rules said of its form.
///
/// Whether it is a duplicate is the register's to say.
struct JudgedSubmission: Sendable {
  let application: ApplicationSubmitted
  let school: BIN
  /// What is known of its signature.
  let signed: Facts
  let reasons: [Reason]
  let dueBy: Timestamp
  let judgedAt: Timestamp

  private var form: ApplicationForm { application.form.form }

  var signature: SignedApplication { SignedApplication(application, signed) }

  var record: ApplicationRecord { signature.record(dueBy: dueBy) }

  /// The same application again, under whatever message id, changes nothing and says nothing new, unless it was only
  /// received so far.
  func decide(in ledger: inout Ledger) -> Outcome {
    var record = record
    if let known = ledger.applications[record.id], known.state != .received { return .completed([]) }
    guard !signature.isReused(in: ledger) else {
      return signature.refuseAsReused(at: judgedAt, dueBy: dueBy, in: &ledger)
    }
    signature.use(in: &ledger)
    record.duplicateOf = rival(of: record, in: ledger)?.number

    let duplicate = record.duplicateOf.map { _ in [Reason(.applicationDuplicate)] } ?? []
    let allReasons = (reasons + duplicate).inContractOrder
    guard allReasons.isEmpty else { return record.refuse(allReasons, at: judgedAt, in: &ledger) }
    ledger.enter(record)
    let update = Output(record.update(.inProcessing, step: .intake, at: judgedAt))
    guard form.service != .transfer else { return .completed([Output(transferRequest), update]) }
    let request = admissionRequest(arrival: ledger.acceptArrival(of: record.id))
    return .completed([
      Output(request, routingKey: RoutingKey.schoolAdmissionRequested(school.digits)), update,
    ])
  }

  private func rival(of record: ApplicationRecord, in ledger: Ledger) -> ApplicationRecord? {
    // After a signature that is not genuine nothing further is judged.
    guard !reasons.contains(where: { $0.code == ReasonCode.signatureInvalid.rawValue }) else { return nil }
    return ledger.rival(
      of: record.id, service: record.service, childIin: record.childIin, campaign: record.campaign)
  }

  private var transferRequest: TransferRequested {
    TransferRequested(
      applicationId: application.applicationId, number: application.number, submittedAt: application.submittedAt,
      dueBy: dueBy, language: form.language, form: form)
  }

  private func admissionRequest(arrival: Int) -> SchoolAdmissionRequested {
    SchoolAdmissionRequested(
      applicationId: application.applicationId, number: application.number, submittedAt: application.submittedAt,
      dueBy: dueBy, arrival: arrival, form: form)
  }
}
