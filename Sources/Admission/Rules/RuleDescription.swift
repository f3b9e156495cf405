public import QueueContracts

/// A reason code, the condition under which it is given, and the worker that gives it.
public struct RuleDescription: Sendable {
  /// The reason code.
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
      condition: "another application already has the same signature; then nothing further is judged",
      worker: .intake),
    RuleDescription(
      code: .applicationDuplicate,
      condition:
        "the child has another application for the same service: for an enrolment, one of the same calendar year that is "
        + "in processing or gave a place; for home schooling or a transfer, one that is in processing. Another applicant's "
        + "application does not count if a register names this applicant as parent or guardian, and no register names the "
        + "other applicant",
      worker: .intake),
    RuleDescription(
      code: .transferSlipUsed,
      condition: "another application, which is in processing or gave a place, has the same slip",
      worker: .transfer),
    RuleDescription(
      code: .deadlinePassed, condition: "the deadline passed without an answer; this is not a refusal",
      worker: .intake),
  ]
}

extension ReasonCode {
  /// The clauses that reasons with this code can cite; if the clause depends on the kind of document, the clauses of all
  /// kinds.
  public var clauses: [Clause] {
    let kinds = DocumentKind.allCases.compactMap { clause(subject: $0.rawValue) }
    return Clause.allCases.filter(kinds.contains)
  }
}
