import Admission
import QueueContracts
import WorkerRuntime

/// An application with the facts about its signature.
///
/// They decide which parts of the form are ever repeated, and whether the signature is free.
struct SignedApplication: Sendable {
  private let application: ApplicationSubmitted
  private let signed: Facts?

  /// Combines both.
  ///
  /// - Parameters:
  ///   - application: the application.
  ///   - signed: the facts about its signature; nil if that was not judged.
  init(_ application: ApplicationSubmitted, _ signed: Facts?) {
    self.application = application
    self.signed = signed
  }

  /// True if somebody is known to have signed the form.
  private var isGenuine: Bool {
    switch signed?.signature {
    case .genuine, .otherSigner: true
    case .invalid, .unsupported, .unknown, nil: false
    }
  }

  /// The key under which the signature is used up; nil while anybody may have written it.
  var useKey: String? { signed?.signatureUse.flatMap { $0.isProven ? $0.key : nil } }

  /// True if the signature belongs to another application already (contract 4.1).
  func isReused(in ledger: Ledger) -> Bool {
    useKey.map { !ledger.signatureIsFree($0, for: application.applicationId) } ?? false
  }

  /// Uses the signature up, if it is known and free.
  func use(in ledger: inout Ledger) {
    guard let useKey, !isReused(in: ledger) else { return }
    ledger.useSignature(useKey, for: application.applicationId)
  }

  /// The application's row in the register.
  func record(
    _ state: ApplicationRecord.State = .inProcessing, dueBy: Timestamp, receivedAt: Timestamp? = nil
  ) -> ApplicationRecord {
    let (form, isTold) = (application.form.form, isGenuine)
    return ApplicationRecord(
      id: application.applicationId, number: application.number, service: form.service, language: form.language,
      applicantIin: form.applicant.iin, childIin: form.child.iin, childName: isTold ? form.child.shortName : nil,
      grade: isTold ? form.grade : nil, school: form.school, submittedAt: application.submittedAt, dueBy: dueBy,
      state: state, receivedAt: receivedAt)
  }

  /// Refuses the application without judging anything further, because the form was signed for another one.
  func refuseAsReused(at time: Timestamp, dueBy: Timestamp, in ledger: inout Ledger) -> Outcome {
    record(dueBy: dueBy).refuse([Reason(.signatureReused)], at: time, in: &ledger)
  }
}

extension ApplicationRecord {
  /// Enters the application as refused, and tells the citizen why.
  func refuse(_ reasons: [Reason], at time: Timestamp, in ledger: inout Ledger) -> Outcome {
    ledger.enter(self)
    ledger.end(id, as: .refused, at: time)
    return .completed([Output(update(.completed, .negative, step: .intake, at: time, reasons: reasons))])
  }
}
