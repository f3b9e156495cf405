import Admission
import CitizenTexts
import QueueContracts

/// The judgement of an application, explained rule by rule for a clerk.
public struct Explanation: Encodable, Sendable {
  /// The outcome of the judgement.
  public enum Outcome: String, Encodable, Sendable {
    case accepted, refused, waits, parked
  }

  /// The application's number; nil if there is only a form.
  public let number: ApplicationNumber?
  /// The service that is applied for.
  public let service: Service
  /// The time of submission, which decides which rules apply.
  public let submittedAt: Timestamp
  /// The name of the rules edition.
  public let edition: String
  /// The school that is applied to, as the form writes its BIN.
  public let school: String
  /// True if the directory has the school; nil if the school was not looked up.
  public let knowsSchool: Bool?
  /// The sources that were not looked up, because no setting names them: `documents`, `registers` or `schools`.
  public let notLookedUp: [String]
  /// The outcome: accepted, refused, waiting or parked.
  public let outcome: Outcome
  /// The registers that the application waits for.
  public let awaited: [String]
  /// The reasons of a refusal; empty otherwise.
  public let reasons: [Reason]
  /// The time by which the answer is due; nil if the application is not accepted.
  public let dueBy: Timestamp?
  /// Every rule that was applied, in order.
  public let rules: [ExplainedRule]
  /// The recorded judgement; nil if the case is judged now.
  public let recorded: RecordedJudgement?

  private let texts: HistoryTexts
  private let language: Language
  private let rulesEdition: RulesEdition

  /// Judges a case.
  ///
  /// - Parameters:
  ///   - clerksCase: the case.
  ///   - edition: the edition of the rules by which the case is judged.
  ///   - findings: the facts that documents and registers give about the case.
  ///   - texts: the words of the reasons.
  ///   - personal: true to give personal data in full.
  public init(
    _ clerksCase: ClerksCase, edition: RulesEdition, findings: CaseLookups.Findings, texts: HistoryTexts, personal: Bool
  ) {
    let form = clerksCase.form
    let submission = Submission(
      form: form, facts: findings.facts, edition: edition, submittedAt: clerksCase.submittedAt)
    let intake = IntakeRules.applicable(to: submission).map { $0.applied(to: submission) }
    var (verdict, applied) = (Verdict(intake.flatMap(\.findings)), intake)
    // The rules of transfers are applied only to an application that the rules of intake accept.
    if verdict == .judged([]), let papers = TransferPapers(form) {
      let transfer = TransferRules.all.map { $0.applied(to: papers) }
      applied += transfer
      verdict = Verdict(transfer.flatMap(\.findings))
    }
    number = clerksCase.number
    service = form.service
    submittedAt = clerksCase.submittedAt
    self.edition = edition.name
    school = form.school.bin
    knowsSchool = findings.knowsSchool
    notLookedUp = findings.omitted
    rules = applied.map { ExplainedRule($0, personal: personal) }
    self.texts = texts
    language = form.language
    rulesEdition = edition
    switch verdict {
    case _ where findings.knowsSchool == false: (outcome, awaited, reasons) = (.parked, [], [])
    case .waitFor(let registers): (outcome, awaited, reasons) = (.waits, registers.map(\.rawValue).sorted(), [])
    case .judged(let found): (outcome, awaited, reasons) = (found.isEmpty ? .accepted : .refused, [], found)
    }
    dueBy = outcome == .accepted ? edition.due(form.service, submittedAt: clerksCase.submittedAt) : nil
    recorded = nil
  }

  /// Explains a recorded judgement.
  ///
  /// - Parameters:
  ///   - judgement: the judgement that was recorded.
  ///   - record: the application's record in the register.
  ///   - edition: the edition that the application was judged by; nil if it is not at hand.
  ///   - texts: the words of the reasons.
  ///   - personal: true to give personal data in full.
  public init(
    _ judgement: Judgement, of record: ApplicationRecord, edition: RulesEdition?, texts: HistoryTexts, personal: Bool
  ) {
    number = record.number
    service = record.service
    submittedAt = record.submittedAt
    self.edition = judgement.edition
    school = record.school.bin
    // The directory had the school, because an application to an unknown school is parked and not judged.
    knowsSchool = true
    notLookedUp = []
    awaited = []
    reasons = judgement.reasons
    outcome = reasons.isEmpty ? .accepted : .refused
    dueBy = reasons.isEmpty ? record.dueBy : nil
    rules = judgement.applied(to: record, edition: edition).map { ExplainedRule($0, personal: personal) }
    recorded = RecordedJudgement(judgement)
    self.texts = texts
    language = record.language
    rulesEdition = edition ?? .builtIn
  }

  /// The words that the citizen reads for a reason, in the form's language.
  public func words(for reason: Reason) -> String { texts.words(for: reason, by: rulesEdition)[language] }

  enum CodingKeys: CodingKey {
    case number, service, submittedAt, edition, school, knowsSchool, notLookedUp, outcome, awaited, reasons, dueBy,
      rules, recorded
  }
}

/// One applied rule; personal data is masked unless it is asked for.
public struct ExplainedRule: Encodable, Sendable {
  /// A kind of value that a rule looked at.
  public struct Input: Encodable, Sendable {
    /// The name of the value.
    public let name: String
    /// The values in the form or a register; personal data is masked unless it is asked for.
    public let values: [String]
  }

  /// The reason that the rule gives.
  public let code: String
  /// The clauses of the service standard that the rule rests on.
  public let clauses: [Clause]
  /// The condition on which the rule refuses, in words.
  public let condition: String
  /// The values that the rule looked at.
  public let inputs: [Input]
  /// True if the rule refuses, or waits for a register.
  public let holds: Bool
  /// The findings of the rule, in words.
  public let found: [String]

  /// Explains a rule that was applied.
  ///
  /// - Parameters:
  ///   - rule: the rule, with its inputs and findings.
  ///   - personal: true to give personal data in full.
  public init(_ rule: AppliedRule, personal: Bool) {
    code = rule.code.rawValue
    clauses = rule.code.clauses
    condition = rule.condition
    inputs = rule.inputs.map { input in
      Input(name: input.name, values: input.isPersonal && !personal ? input.values.map(\.masked) : input.values)
    }
    holds = !rule.findings.isEmpty
    found = rule.findings.map { finding in
      switch finding {
      case .reason(let reason): [reason.code, reason.subject, reason.clause].compactMap { $0 }.joined(separator: " ")
      case .waitFor(let register): "waits for \(register.rawValue)"
      }
    }
  }
}
