import Admission
import QueueContracts
import WorkerRuntime

/// An application that cannot be judged now: it waits in a retry queue, or is parked for an operator.
///
/// It is entered in the register, and the family is told once (contract, section 3, *received*).
struct WaitingSubmission: Sendable {
  let application: ApplicationSubmitted
  /// The outcome of its message.
  let outcome: Outcome
  /// The facts about its signature; nil if that was not judged.
  let signed: Facts?
  let dueBy: Timestamp
  let noticedAt: Timestamp

  var signature: SignedApplication { SignedApplication(application, signed) }

  /// Enters the application as received; the message of an application that was answered or withdrawn meanwhile ends
  /// here.
  func decide(in ledger: inout Ledger) -> Outcome {
    let known = ledger.applications[application.applicationId]
    if let known, known.state != .received { return .completed([]) }
    guard outcome.leavesWaiting else { return outcome }
    // An unknown school comes first: an operator has to mend that before anything else.
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
    // The signature was not known when it was received.
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
