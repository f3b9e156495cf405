import Admission
import QueueContracts
import WorkerRuntime

extension SchoolDecided {
  /// Ends an application by its school's decision, or corrects an earlier decision.
  ///
  /// If the same decision comes again, even under another message id, the application stays as it is.
  ///
  /// - Parameters:
  ///   - messageId: the id of the message with the decision.
  ///   - routingKey: the routing key of the message, which proves which school sent it; nil if the key is not known.
  ///   - ledger: the unit of work.
  /// - Returns: the outcome of the message.
  func decide(messageId: MessageID, routingKey: DecisionRoutingKey?, in ledger: inout Ledger) -> Outcome {
    if let sender = routingKey?.school, sender.digits != school.bin {
      return .park(.decisionNotAddressee, detail: "its routing key names another school")
    }
    // No school has been asked about an application that is received and not judged.
    guard let record = ledger.applications[applicationId], record.state != .received else {
      return .retry(reason: "no such application yet", orPark: .applicationUnknown)
    }
    if let routingKey, routingKey.service != record.service {
      return .park(.decisionNotAddressee, detail: "its routing key names another service")
    }
    guard record.school == school else {
      return .park(.decisionNotAddressee, detail: "the application was addressed to another school")
    }
    switch record.effect(of: self) {
    case .tooEarly(let code):
      let what = supersedes == nil ? "the school has not been asked yet" : "what it corrects has not come yet"
      return .retry(reason: what, orPark: code)
    case .contradicts:
      return .park(.decisionContradicts, detail: contradiction(of: record))
    case .repeats:
      ledger.note(repeated: messageId, of: applicationId)
      return .completed([])
    case .counts:
      let end = ledger.end(by: self, messageId: messageId)
      let update = record.update(
        .completed, decision == .enrolled ? .positive : .negative, step: .school, at: end,
        reasons: reasons.map { Reason($0) })
      return .completed([Output(update)])
    }
  }

  private func contradiction(of record: ApplicationRecord) -> String {
    supersedes == nil || record.decisions.latest == nil || record.state == .withdrawn
      ? "the application has ended: \(record.state.rawValue)"
      : "the decision that it corrects is not the school's latest"
  }
}
