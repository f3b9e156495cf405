import Admission
import QueueContracts
import WorkerRuntime

/// An application that cannot be judged now, so its message waits in a retry queue or is parked for an operator.
///
/// The application is entered in the register, and the family is told once (contract, section 3, *received*).
struct WaitingSubmission: Sendable {
  let application: ApplicationSubmitted
  /// The outcome of the application's message.
  let outcome: Outcome
  /// The facts about the application's signature; nil if the signature was not verified.
  let signed: Facts?
  let dueBy: Timestamp
  let noticedAt: Timestamp

  var signature: SignedApplication { SignedApplication(application, signed) }

  /// Enters the application as received.
  ///
  /// If the application has already been judged or withdrawn, nothing changes and the message is completed.
  func decide(in ledger: inout Ledger) -> Outcome {
    let known = ledger.applications[application.applicationId]
    if let known, known.state != .received { return .completed([]) }
    guard outcome.leavesWaiting else { return outcome }
    // An application for an unknown school is parked even if its signature was used before, because an operator must
    // find out why the directory does not have the school.
    if !outcome.isOfUnknownSchool, signature.isReused(in: ledger) {
      return signature.refuseAsReused(at: noticedAt, dueBy: dueBy, in: &ledger)
    }
    signature.use(in: &ledger)

    let record = signature.record(.received, dueBy: dueBy, receivedAt: noticedAt)
    guard let known else {
      ledger.enter(record)
      let update = record.update(.inProcessing, step: .received, at: noticedAt)
      return outcome.with([Output(update, name: ProcessingUpdated.receivedName)])
    }
    // The application was entered before its signature could be verified, so the child's name was left out.
    if known.childName == nil, record.childName != nil { ledger.enter(record) }
    return outcome
  }
}

extension Outcome {
  /// True if the application has no answer yet and can still get one.
  fileprivate var leavesWaiting: Bool {
    switch self {
    case .completed: false
    case .retry: true
    case .park(let code, _, _): [.schoolUnknown, .signatureUnsupported, .attemptsSpent].contains(code)
    }
  }

  fileprivate var isOfUnknownSchool: Bool { if case .park(.schoolUnknown, _, _) = self { true } else { false } }
}
