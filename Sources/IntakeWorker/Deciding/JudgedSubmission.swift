import Admission
import QueueContracts
import WorkerRuntime

/// An application with the findings of the rules about its form.
///
/// The next step compares the application with the register, and may refuse it as a duplicate.
struct JudgedSubmission: Sendable {
  let application: ApplicationSubmitted
  let school: BIN
  /// The facts about the application's signature.
  let signed: Facts
  /// The record of the judgement, with the reasons that the rules found.
  let judgement: Judgement
  /// The result of asking the state registers whether the applicant is the child's parent or guardian.
  let registeredRelation: RegisteredRelation
  let dueBy: Timestamp

  private var reasons: [Reason] { judgement.grounds.reasons }
  var judgedAt: Timestamp { judgement.judgedAt }
  private var form: ApplicationForm { application.form.form }

  var signature: SignedApplication { SignedApplication(application, signed) }

  /// The key under which the application counts towards the applicant's quota.
  var applicant: ApplicantKey { application.applicant(signed) }

  var record: ApplicationRecord { signature.record(dueBy: dueBy) }

  /// Accepts or refuses the application, or lets it wait if the applicant's quota is spent.
  ///
  /// If the application was judged or withdrawn before, in this message or in another one, nothing changes and there
  /// are no outputs.
  func decide(in ledger: inout Ledger, within quota: ApplicantQuota = ApplicantQuota(hourlyLimit: 0)) -> Outcome {
    var record = record
    if let known = ledger.applications[record.id], known.state != .received { return .completed([]) }
    guard !signature.isReused(in: ledger) else {
      ledger.keep(judgement.adding([Reason(.signatureReused)]))
      return signature.refuseAsReused(at: judgedAt, dueBy: dueBy, in: &ledger)
    }
    guard quota.takeTurn(of: applicant, for: record.id, at: judgedAt, in: &ledger) else {
      return waiting.decide(in: &ledger)
    }
    signature.use(in: &ledger)
    record.registeredRelation = registeredRelation
    let rivalry = rivalry(of: record, in: ledger)
    record.note(rivalry)

    let duplicate = rivalry.blocking == nil ? [] : [Reason(.applicationDuplicate)]
    ledger.keep(judgement.adding(duplicate))
    let allReasons = (reasons + duplicate).inContractOrder
    guard allReasons.isEmpty else { return record.refuse(allReasons, at: judgedAt, in: &ledger) }
    ledger.enter(record)
    let update = Output(record.update(.inProcessing, step: .intake, at: judgedAt))
    guard form.service != .transfer else { return .completed([Output(transferRequest), update]) }
    let request = admissionRequest(arrival: ledger.acceptArrival(of: record.id), conflictsWith: record.conflictsWith)
    return .completed([
      Output(request, routingKey: RoutingKey.schoolAdmissionRequested(school.digits)), update,
    ])
  }

  private var waiting: WaitingSubmission {
    WaitingSubmission(
      application: application, outcome: .overQuota, signed: signed, dueBy: dueBy, noticedAt: judgedAt)
  }

  /// The effect of the child's other applications.
  ///
  /// Without consent no register says whether the applicant may hear of another person's application, so only the
  /// applicant's own earlier application counts.
  private func rivalry(of record: ApplicationRecord, in ledger: Ledger) -> Rivalry {
    let rivalry = judgesRivals ? ledger.rivalry(of: record) : Rivalry()
    let isOwn = rivalry.blocking?.applicantIin == record.applicantIin
    return isOwn || !reasons.contains { $0.known == .consentMissing } ? rivalry : Rivalry()
  }

  /// True if the application is compared with the child's other applications.
  ///
  /// There is no comparison if a reason forbids telling the applicant whether somebody else has applied for the child.
  /// Then the child's other applications are not loaded, either, and nobody's work on them waits for this application.
  var judgesRivals: Bool { !reasons.silencesRegister }

  private var transferRequest: TransferRequested {
    TransferRequested(
      applicationId: application.applicationId, number: application.number, submittedAt: application.submittedAt,
      dueBy: dueBy, language: form.language, form: form)
  }

  private func admissionRequest(arrival: Int, conflictsWith: ApplicationNumber?) -> SchoolAdmissionRequested {
    SchoolAdmissionRequested(
      applicationId: application.applicationId, number: application.number, submittedAt: application.submittedAt,
      dueBy: dueBy, arrival: arrival, form: form, conflictsWith: conflictsWith)
  }
}

extension ApplicationSubmitted {
  /// The key under which the application counts towards the applicant's quota.
  func applicant(_ signed: Facts) -> ApplicantKey {
    ApplicantKey(iin: form.form.applicant.iin, isSigned: signed.signature == .genuine)
  }
}

extension Outcome {
  /// The outcome of an application whose applicant has spent the hourly quota.
  static var overQuota: Outcome { .retry(reason: Quota.applicant.reason, orPark: .attemptsSpent) }
}
