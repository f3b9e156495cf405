import Admission
import QueueContracts
import WorkerRuntime

/// An application with what the rules said of its form.
///
/// Whether it is a duplicate is the register's to say.
struct JudgedSubmission: Sendable {
  let application: ApplicationSubmitted
  let school: BIN
  let reasons: [Reason]
  let dueBy: Timestamp
  let judgedAt: Timestamp

  private var form: ApplicationForm { application.form.form }

  var record: ApplicationRecord {
    ApplicationRecord(
      id: application.applicationId, number: application.number, service: form.service, language: form.language,
      applicantIin: form.applicant.iin, childIin: form.child.iin, childName: isSigned ? form.child.shortName : "",
      school: school, submittedAt: application.submittedAt, dueBy: dueBy)
  }

  /// False if nobody is known to have signed the form: then it may be anybody's words, and nothing of it is told.
  private var isSigned: Bool {
    !reasons.contains { [ReasonCode.signatureInvalid, .signatureReused].contains($0.known) }
  }

  /// The same application again, under whatever message id, changes nothing and says nothing new.
  func decide(in ledger: inout Ledger) -> Outcome {
    var record = record
    guard ledger.applications[record.id] == nil else { return .completed([]) }
    record.duplicateOf = rival(of: record, in: ledger)?.number
    ledger.enter(record)

    let duplicate = record.duplicateOf.map { _ in [Reason(.applicationDuplicate)] } ?? []
    let allReasons = (reasons + duplicate).inContractOrder
    guard allReasons.isEmpty else {
      ledger.end(record.id, as: .refused, at: judgedAt)
      let update = record.update(.completed, .negative, step: .intake, at: judgedAt, reasons: allReasons)
      return .completed([Output(update)])
    }
    let update = Output(record.update(.inProcessing, step: .intake, at: judgedAt))
    guard form.service != .transfer else { return .completed([Output(transferRequest), update]) }
    let request = admissionRequest(arrival: ledger.acceptArrival(of: record.id))
    return .completed([
      Output(request, routingKey: RoutingKey.schoolAdmissionRequested(record.school.digits)), update,
    ])
  }

  private func rival(of record: ApplicationRecord, in ledger: Ledger) -> ApplicationRecord? {
    // After a signature that is not genuine nothing further is judged.
    guard isSigned else { return nil }
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
