public import QueueContracts

/// What a rule sees: the form, what was looked up, the edition in force, the time of submission.
///
/// Nothing else.
public struct Submission: Sendable {
  public let form: ApplicationForm
  public var facts: Facts
  public let edition: RulesEdition
  public let submittedAt: Timestamp

  public init(form: ApplicationForm, facts: Facts, edition: RulesEdition, submittedAt: Timestamp) {
    self.form = form
    self.facts = facts
    self.edition = edition
    self.submittedAt = submittedAt
  }
}

/// What a rule found.
public enum Finding: Sendable, Equatable {
  case reason(Reason)
  /// It cannot be judged while this register is unavailable: the application waits, it is never refused for an outage.
  case waitFor(Register)
}

/// A pure function of what is judged, with the code it refuses by.
public struct Rule<Matter: Sendable>: Sendable {
  public let code: ReasonCode
  /// When it refuses, in words, for the documentation and for clerks.
  public let condition: String
  /// What it looks at.
  public let inputs: [RuleInput<Matter>]
  public let findings: @Sendable (Matter) -> [Finding]

  /// A rule that holds or does not.
  init(
    _ code: ReasonCode, _ condition: String, reads inputs: [RuleInput<Matter>],
    when holds: @escaping @Sendable (Matter) -> Bool
  ) {
    self.init(code, condition, reads: inputs, each: { holds($0) ? [.reason(Reason(code))] : [] })
  }

  /// A rule that may find several things.
  init(
    _ code: ReasonCode, _ condition: String, reads inputs: [RuleInput<Matter>],
    each findings: @escaping @Sendable (Matter) -> [Finding]
  ) {
    (self.code, self.condition, self.inputs, self.findings) = (code, condition, inputs, findings)
  }

  /// The rule with what it read and found, for an explanation.
  public func applied(to matter: Matter) -> AppliedRule {
    AppliedRule(
      code: code, condition: condition,
      inputs: inputs.map { .init(name: $0.name, values: $0.values(matter), isPersonal: $0.isPersonal) },
      findings: findings(matter))
  }
}

/// Something that a rule looks at, in words for a clerk.
public struct RuleInput<Matter: Sendable>: Sendable {
  let name: String
  /// It names or identifies a person.
  let isPersonal: Bool
  let values: @Sendable (Matter) -> [String]

  init(_ name: String, personal: Bool = false, _ value: @escaping @Sendable (Matter) -> String) {
    self.init(list: name, personal: personal) { [value($0)] }
  }

  init(list name: String, personal: Bool = false, _ values: @escaping @Sendable (Matter) -> [String]) {
    (self.name, isPersonal, self.values) = (name, personal, values)
  }
}

/// One rule as it was applied.
public struct AppliedRule: Sendable {
  public struct Input: Sendable, Equatable {
    public let name: String
    public let values: [String]
    /// The values name or identify a person.
    public let isPersonal: Bool
  }

  public let code: ReasonCode
  public let condition: String
  public let inputs: [Input]
  public let findings: [Finding]

  public init(code: ReasonCode, condition: String, inputs: [Input], findings: [Finding]) {
    self.code = code
    self.condition = condition
    self.inputs = inputs
    self.findings = findings
  }
}

/// What all rules together say.
public enum Verdict: Sendable, Equatable {
  /// In the order of the contract; none where the form stands.
  case judged([Reason])
  case waitFor(Set<Register>)

  /// While a register is awaited nothing is refused, whatever else was found.
  public init(_ findings: [Finding]) {
    let awaited = findings.compactMap { if case .waitFor(let register) = $0 { register } else { nil } }
    guard awaited.isEmpty else {
      self = .waitFor(Set(awaited))
      return
    }
    self = .judged(findings.compactMap { if case .reason(let reason) = $0 { reason } else { nil } }.inContractOrder)
  }
}

/// The state registers (S-enrol.2, 5a, 5b, 5d).
public enum Register: String, Sendable, CaseIterable, Decodable {
  case civilRegistration = "civil-registration"
  case socialAssistance = "social-assistance"
  case unemployment
  case guardianship
}
