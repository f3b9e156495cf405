import Admission
import QueueContracts
import WorkerRuntime

/// An application with the facts about its signature.
///
/// These facts decide which parts of the form may be repeated in messages, and whether the signature was used before.
struct SignedApplication: Sendable {
  private let application: ApplicationSubmitted
  private let signed: Facts?

  /// Combines an application with the facts about its signature.
  ///
  /// - Parameters:
  ///   - application: the application.
  ///   - signed: the facts; nil if the signature was not verified.
  init(_ application: ApplicationSubmitted, _ signed: Facts?) {
    self.application = application
    self.signed = signed
  }

  /// True if the form is known to be signed, by its applicant or by another person.
  private var isGenuine: Bool {
    switch signed?.signature {
    case .genuine, .otherSigner: true
    case .invalid, .unsupported, .unknown, nil: false
    }
  }

  /// The key under which the signature counts as used; nil if the signature is not verified.
  ///
  /// Anybody may have made up a signature that is not verified, so it never counts as used.
  var signatureKey: String? { signed?.signatureIdentity.flatMap { $0.isVerified ? $0.key : nil } }

  /// True if another application has used the signature before (contract 4.1).
  func isReused(in ledger: Ledger) -> Bool {
    signatureKey.map { !ledger.signatureIsFree($0, for: application.applicationId) } ?? false
  }

  /// Notes that the application uses the signature, if that is verified and no other application has used it.
  func use(in ledger: inout Ledger) {
    guard let signatureKey, !isReused(in: ledger) else { return }
    ledger.useSignature(signatureKey, for: application.applicationId)
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

  /// Refuses the application, without judging anything else, because another application has used its signature.
  func refuseAsReused(at time: Timestamp, dueBy: Timestamp, in ledger: inout Ledger) -> Outcome {
    record(dueBy: dueBy).refuse([Reason(.signatureReused)], at: time, in: &ledger)
  }
}

extension ApplicationRecord {
  /// Enters the application as refused, and tells the family why.
  func refuse(_ reasons: [Reason], at time: Timestamp, in ledger: inout Ledger) -> Outcome {
    ledger.enter(self)
    ledger.end(id, as: .refused, at: time)
    return .completed([Output(update(.completed, .negative, step: .intake, at: time, reasons: reasons))])
  }
}
