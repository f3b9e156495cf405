import Admission
import CitizenTexts
import QueueContracts

/// How an application is judged, rule by rule, for a clerk.
struct Explanation: Encodable {
  enum Outcome: String, Encodable {
    case accepted, refused, waits, parked
  }

  let number: ApplicationNumber?
  let service: Service
  let submittedAt: Timestamp
  let edition: String
  let school: String
  /// Nil where it was not looked up.
  let knowsSchool: Bool?
  let notLookedUp: [String]
  let outcome: Outcome
  let awaited: [String]
  let reasons: [Reason]
  /// Nil where it is not accepted.
  let dueBy: Timestamp?
  let rules: [ExplainedRule]
  /// Nil where it is judged now.
  let recorded: RecordedJudgement?

  private let texts: HistoryTexts
  private let language: Language
  private let rulesEdition: RulesEdition

  init(
    _ clerksCase: ClerksCase, edition: RulesEdition, findings: CaseLookups.Findings, texts: HistoryTexts, personal: Bool
  ) {
    let form = clerksCase.form
    let submission = Submission(
      form: form, facts: findings.facts, edition: edition, submittedAt: clerksCase.submittedAt)
    let intake = IntakeRules.applicable(to: submission).map { $0.applied(to: submission) }
    var (verdict, applied) = (Verdict(intake.flatMap(\.findings)), intake)
    // The transfer's own rules see what intake has passed.
    if verdict == .judged([]), let papers = TransferPapers(form) {
      let transfer = TransferRules.all.map { $0.applied(to: papers) }
      applied += transfer
      verdict = Verdict(transfer.flatMap(\.findings))
    }
    (number, service, submittedAt) = (clerksCase.number, form.service, clerksCase.submittedAt)
    (self.edition, school, knowsSchool) = (edition.name, form.school.bin, findings.knowsSchool)
    notLookedUp = findings.omitted
    rules = applied.map { ExplainedRule($0, personal: personal) }
    (self.texts, language, rulesEdition) = (texts, form.language, edition)
    switch verdict {
    case _ where findings.knowsSchool == false: (outcome, awaited, reasons) = (.parked, [], [])
    case .waitFor(let registers): (outcome, awaited, reasons) = (.waits, registers.map(\.rawValue).sorted(), [])
    case .judged(let found): (outcome, awaited, reasons) = (found.isEmpty ? .accepted : .refused, [], found)
    }
    dueBy = outcome == .accepted ? edition.due(form.service, submittedAt: clerksCase.submittedAt) : nil
    recorded = nil
  }

  /// Says again how an application was judged.
  ///
  /// - Parameter edition: the one that it was judged by; nil if that is not at hand.
  init(
    _ judgement: Judgement, of record: ApplicationRecord, edition: RulesEdition?, texts: HistoryTexts, personal: Bool
  ) {
    number = record.number
    service = record.service
    submittedAt = record.submittedAt
    self.edition = judgement.edition
    school = record.school.bin
    // It would not have been judged otherwise.
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

  enum CodingKeys: CodingKey {
    case number, service, submittedAt, edition, school, knowsSchool, notLookedUp, outcome, awaited, reasons, dueBy,
      rules, recorded
  }

  var text: String { (heading + rules.map(\.text) + verdict).joined(separator: "\n") }

  private var heading: [String] {
    let name = (number.map { "Application \($0), " } ?? "A form, ") + service.rawValue
    let directory = knowsSchool.map { $0 ? ", in the directory" : ", not in the directory" } ?? ""
    return [
      Terminal.styled("\(name), submitted \(submittedAt)", .bold),
      "Edition: \(edition). School: \(school)\(directory).".onOneLine,
    ]
      + (recorded.map { ["Judged \($0.judgedAt), by what was looked up then: \($0.words)."] } ?? [])
      + (notLookedUp.isEmpty
        ? [] : ["Not looked up, because nothing names them: \(notLookedUp.joined(separator: ", "))."])
  }

  private var verdict: [String] {
    switch outcome {
    case .accepted:
      [Terminal.styled("Accepted", .green) + ": no rule holds. An answer is due by \(dueBy?.description ?? "–")."]
    case .refused:
      [Terminal.styled("Refused", .red) + ", and the citizen reads:"]
        + reasons.map { "  • \(texts.words(for: $0, by: rulesEdition)[language])" }
    case .waits:
      [Terminal.styled("Waits", .yellow) + ": unavailable and needed: \(awaited.joined(separator: ", "))."]
    case .parked:
      [Terminal.styled("Parked", .yellow) + ": school.unknown, whatever else holds; an operator looks at it."]
    }
  }
}

/// One rule, with what names a person masked unless it is asked for.
struct ExplainedRule: Encodable {
  struct Input: Encodable {
    let name: String
    let values: [String]
  }

  let code: String
  let clauses: [Clause]
  let condition: String
  let inputs: [Input]
  let holds: Bool
  /// What it found, in words.
  let found: [String]

  init(_ rule: AppliedRule, personal: Bool) {
    (code, clauses, condition) = (rule.code.rawValue, rule.code.clauses, rule.condition)
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

  var text: String {
    let mark = holds ? Terminal.styled("✗", .red) : Terminal.styled("✓", .green)
    let looked = inputs.map {
      "\($0.name): \($0.values.isEmpty ? "none" : $0.values.joined(separator: ", "))".onOneLine
    }
    return
      ([
        "\(mark) \(code)\(clauses.count == 1 ? ", \(clauses[0].rawValue)" : "")",
        Terminal.wrapped("refuses where \(condition)", margin: "    "),
      ]
      + (looked.isEmpty ? [] : [Terminal.wrapped("looked at \(looked.joined(separator: "; "))", margin: "    ")])
      + found.map { "    → \($0)".onOneLine }).joined(separator: "\n")
  }
}
