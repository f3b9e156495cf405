public import QueueContracts

/// A reason's code with its condition and its worker, for the documentation and for clerks.
public struct RuleDescription: Sendable {
  /// The code of the reason.
  public let code: ReasonCode
  /// The condition under which the reason is given, in words.
  public let condition: String
  /// The worker that gives the reason.
  public let worker: WorkerName

  /// The descriptions of all codes, each once, in the contract's order.
  public static let all: [RuleDescription] =
    (IntakeRules.all.map { RuleDescription(code: $0.code, condition: $0.condition, worker: .intake) }
    + TransferRules.all.map { RuleDescription(code: $0.code, condition: $0.condition, worker: .transfer) }
    + ofTheRegister)
    .sorted { $0.code < $1.code }

  /// The descriptions of the codes that follow from ``Ledger`` or the clock, not from a form.
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
  /// The clauses that the code's reasons cite; a code about documents has the clause of each kind of document.
  public var clauses: [Clause] {
    let kinds = DocumentKind.allCases.compactMap { clause(subject: $0.rawValue) }
    return Clause.allCases.filter(kinds.contains)
  }
}
