public import QueueContracts

/// The finding of a rule.
public enum Finding: Sendable, Equatable {
  /// A reason against the application.
  case reason(Reason)
  /// The rule cannot judge, because this register is unavailable; so the application waits.
  case waitFor(Register)
}

/// A rule: a pure function that finds reasons to refuse a matter, such as a submission.
///
/// All reasons of one rule have the same code.
public struct Rule<Matter: Sendable>: Sendable {
  /// The code of the rule's reasons.
  public let code: ReasonCode
  /// The condition of a refusal in words, for the documentation and for clerks.
  public let condition: String
  /// The inputs that the rule looks at.
  public let inputs: [RuleInput<Matter>]
  /// The function that applies the rule.
  public let findings: @Sendable (Matter) -> [Finding]

  /// Creates a rule that gives one reason or none.
  init(
    _ code: ReasonCode, _ condition: String, reads inputs: [RuleInput<Matter>],
    when holds: @escaping @Sendable (Matter) -> Bool
  ) {
    self.init(code, condition, reads: inputs, each: { holds($0) ? [.reason(Reason(code))] : [] })
  }

  /// Creates a rule that may give several findings.
  init(
    _ code: ReasonCode, _ condition: String, reads inputs: [RuleInput<Matter>],
    each findings: @escaping @Sendable (Matter) -> [Finding]
  ) {
    self.code = code
    self.condition = condition
    self.inputs = inputs
    self.findings = findings
  }

  /// The rule with its inputs and findings, for an explanation.
  public func applied(to matter: Matter) -> AppliedRule {
    AppliedRule(
      code: code, condition: condition,
      inputs: inputs.map { .init(name: $0.name, values: $0.values(matter), isPersonal: $0.isPersonal) },
      findings: findings(matter))
  }
}

/// An input of a rule, in words for a clerk.
public struct RuleInput<Matter: Sendable>: Sendable {
  let name: String
  /// True if the input names or identifies a person.
  let isPersonal: Bool
  let values: @Sendable (Matter) -> [String]

  init(_ name: String, personal: Bool = false, _ value: @escaping @Sendable (Matter) -> String) {
    self.init(list: name, personal: personal) { [value($0)] }
  }

  init(list name: String, personal: Bool = false, _ values: @escaping @Sendable (Matter) -> [String]) {
    self.name = name
    isPersonal = personal
    self.values = values
  }
}

/// One applied rule, with its inputs and its findings.
public struct AppliedRule: Sendable {
  /// An input with the values that the rule saw.
  public struct Input: Sendable, Equatable {
    /// The input's name, in words for a clerk.
    public let name: String
    /// The values that the rule saw.
    public let values: [String]
    /// True if the values name or identify a person.
    public let isPersonal: Bool
  }

  /// The code of the rule's reasons.
  public let code: ReasonCode
  /// The condition of a refusal, in words.
  public let condition: String
  /// The inputs that the rule looked at.
  public let inputs: [Input]
  /// The findings of the rule.
  public let findings: [Finding]

  /// Creates the record of an applied rule.
  public init(code: ReasonCode, condition: String, inputs: [Input], findings: [Finding]) {
    self.code = code
    self.condition = condition
    self.inputs = inputs
    self.findings = findings
  }
}
