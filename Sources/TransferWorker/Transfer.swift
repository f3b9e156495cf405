import Admission
import Foundation
import QueueContracts
import WorkerRuntime

/// Judges the papers of a move between schools, and asks the receiving school (S-transfer.1–3).
struct Transfer: Worker {
  let name = WorkerName.transfer.rawValue
  let queue = WorkerName.transfer.queue

  let now: @Sendable () -> Timestamp

  enum Message: Sendable {
    case requested(TransferRequested)
    case withdrawn(TransferWithdrawn)
    case decided(SchoolDecided)
  }

  enum Proposal: Sendable {
    case request(JudgedTransfer)
    /// A withdrawal or a school's decision, for which TransferWorker has nothing to do.
    ///
    /// Intake enters the withdrawal or decision in the register. The application's state there decides whether its slip
    /// is free.
    case ended
  }

  func inbox(of type: String?) -> String { type == SchoolDecided.type ? SchoolDecided.inbox(of: .transfer) : name }

  func decode(type: String, body: Data) throws(WireError) -> Message {
    switch type {
    case TransferRequested.type: .requested(try WireCodec.decode(TransferRequested.self, from: body))
    case TransferWithdrawn.type: .withdrawn(try WireCodec.decode(TransferWithdrawn.self, from: body))
    case SchoolDecided.type: .decided(try WireCodec.decode(SchoolDecided.self, from: body))
    default: throw WireError(.unknownType, path: "")
    }
  }

  func judge(_ message: Incoming<Message>) async throws -> Proposal {
    guard case .requested(let request) = message.body else { return .ended }
    guard let school = BIN(request.form.school.bin) else {
      throw Deferred(.park(.schoolUnknown, detail: "the form's school is no BIN"))
    }
    let reasons = TransferRules.reasons(request.form)
    return .request(JudgedTransfer(request: request, school: school, reasons: reasons, judgedAt: now()))
  }

  func keys(of proposals: [Proposal]) -> Ledger.Keys {
    var keys = Ledger.Keys()
    for case .request(let judged) in proposals {
      keys.applications.insert(judged.request.applicationId)
      keys.schoolYears.insert(judged.schoolYear)
      if let slip = judged.slip { keys.slips.insert(slip) }
    }
    return keys
  }

  func decide(_ proposal: Proposal, in ledger: inout Ledger) -> Outcome {
    switch proposal {
    case .request(let judged): judged.decide(in: &ledger)
    case .ended: .completed([])
    }
  }
}
