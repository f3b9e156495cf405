public import QueueContracts

/// The verdict of all rules together.
public enum Verdict: Sendable, Equatable {
  /// The reasons in the order of the contract; none if the form is accepted.
  case judged([Reason])
  /// The registers that have to answer before the application can be judged.
  case waitFor(Set<Register>)

  /// Sums up findings.
  ///
  /// If one finding waits for a register, the application waits, even if other findings give reasons.
  public init(_ findings: [Finding]) {
    let awaited = findings.compactMap { if case .waitFor(let register) = $0 { register } else { nil } }
    guard awaited.isEmpty else {
      self = .waitFor(Set(awaited))
      return
    }
    self = .judged(findings.compactMap { if case .reason(let reason) = $0 { reason } else { nil } }.inContractOrder)
  }
}
