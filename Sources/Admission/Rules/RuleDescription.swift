public import QueueContracts

/// What a citizen may be told, with when and by whom, for the documentation and for clerks.
public struct RuleDescription: Sendable {
  public let code: ReasonCode
  public let condition: String
  /// Who judges it.
  public let worker: WorkerName

  /// Every code once, in the contract's order.
  public static let all: [RuleDescription] =
    (IntakeRules.all.map { RuleDescription(code: $0.code, condition: $0.condition, worker: .intake) }
    + TransferRules.all.map { RuleDescription(code: $0.code, condition: $0.condition, worker: .transfer) }
    + ofTheRegister)
    .sorted { $0.code < $1.code }

  /// What no form tells, but ``Ledger`` does, and the clock.
  private static let ofTheRegister = [
    RuleDescription(
      code: .signatureReused,
      condition: "the same signature already stands under another application; then nothing further is judged",
      worker: .intake),
    RuleDescription(
      code: .applicationDuplicate,
      condition:
        "another application of the child for the same service stands: an enrolment of the same calendar year in "
        + "processing or ended with a place; home schooling or a transfer in processing; unless a register names the "
        + "applicant, and none the other one",
      worker: .intake),
    RuleDescription(
      code: .transferSlipUsed,
      condition: "the slip was given to another application that is in processing or ended with a place",
      worker: .transfer),
    RuleDescription(
      code: .deadlinePassed, condition: "the day of the answer passed without one; this is no refusal",
      worker: .intake),
  ]
}

extension ReasonCode {
  /// The clauses that its reasons cite; for documents it is the clause of the kind.
  public var clauses: [Clause] {
    let kinds = DocumentKind.allCases.compactMap { clause(subject: $0.rawValue) }
    return Clause.allCases.filter(kinds.contains)
  }
}
