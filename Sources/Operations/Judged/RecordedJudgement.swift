import Admission
import QueueContracts

/// The recorded facts by which an application was judged, for a clerk; they name nobody.
public struct RecordedJudgement: Encodable, Sendable {
  /// A fact that was looked up.
  public struct Fact: Encodable, Sendable {
    /// The subject of the fact: `signature`, a register, or the kind of a document.
    public let what: String
    /// The result of the look-up, in words.
    public let found: String
    /// The time of the look-up; nil if it was not recorded, or nothing was looked up.
    public let at: Timestamp?
  }

  /// The name of the rules edition.
  public let edition: String
  /// The time at which a worker judged the application.
  public let judgedAt: Timestamp
  /// The signature, registers and documents.
  public let facts: [Fact]
  /// The codes and subjects of the reasons; empty if the application was accepted.
  public let reasons: [String]

  /// Takes the parts of a judgement that name nobody.
  public init(_ judgement: Judgement) {
    edition = judgement.edition
    judgedAt = judgement.judgedAt
    let grounds = judgement.grounds
    facts =
      [Fact(what: "signature", found: grounds.signature.rawValue, at: nil)]
      + grounds.answers.map { Fact(what: $0.register.rawValue, found: $0.content.english, at: $0.time) }
      + grounds.documents.map { document in
        let isOpened = document.fact != .notOpened
        return Fact(
          what: document.kind.rawValue, found: "\(document.fact)", at: isOpened ? grounds.documentsReadAt : nil)
      }
    reasons = judgement.reasons.map(\.short)
  }

  /// The facts on one line.
  public var words: String {
    facts.map { fact in
      "\(fact.what): \(fact.found)" + (fact.at.map { " (\($0.forReadingToTheSecond))" } ?? "")
    }.joined(separator: "; ")
  }

  /// The judgement as one sentence for a timeline.
  public var sentence: String {
    let outcome = reasons.isEmpty ? "accepted" : "refused: \(reasons.joined(separator: " "))"
    return "judged by the edition “\(edition)”, \(outcome); looked up: \(words)"
  }
}

extension Grounds.Answer.Content {
  fileprivate var english: String {
    switch self {
    case .found: "found"
    case .notFound: "not found"
    case .unavailable: "unavailable"
    case .namesApplicant: "found, names the applicant"
    case .namesOthers: "found, names others"
    case .namesNobody: "found, names nobody"
    }
  }
}

extension Judgement {
  /// Each rule that was applied, with its findings at that time.
  ///
  /// - Parameters:
  ///   - record: the application.
  ///   - edition: the edition that the application was judged by; nil if it is not at hand. Without it the result does
  ///     not show the values that a rule looked at.
  /// - Returns: the rules in the order in which they were applied.
  public func applied(to record: ApplicationRecord, edition: RulesEdition?) -> [AppliedRule] {
    let submission = grounds.submission(of: record, by: edition ?? .builtIn)
    let intake = IntakeRules.applicable(to: submission).map { $0.applied(to: submission).finding(grounds.reasons) }
    let register = grounds.registerReasons.compactMap { reason in
      RuleDescription.all.first { $0.code == reason.known }.map { description in
        AppliedRule(code: description.code, condition: description.condition, inputs: [], findings: [.reason(reason)])
      }
    }
    let isPassedOn = grounds.reasons.isEmpty && register.isEmpty
    let transfer =
      isPassedOn
      ? TransferPapers(submission.form).map { papers in TransferRules.all.map { $0.applied(to: papers) } } : nil
    return (edition == nil ? intake.map(\.withoutInputs) : intake) + register + (transfer ?? []).map(\.withoutInputs)
  }
}

extension AppliedRule {
  /// A copy of this rule, whose findings are the `reasons` that have the rule's code.
  fileprivate func finding(_ reasons: [Reason]) -> AppliedRule {
    AppliedRule(
      code: code, condition: condition, inputs: inputs,
      findings: reasons.filter { $0.known == code }.map { .reason($0) })
  }

  /// This rule without its inputs, for example because a transfer's papers are not recorded.
  fileprivate var withoutInputs: AppliedRule {
    AppliedRule(code: code, condition: condition, inputs: [], findings: findings)
  }
}
