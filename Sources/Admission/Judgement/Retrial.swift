public import QueueContracts

/// A second judgement of an application, by another edition of the rules, from the facts of the first judgement.
public struct Retrial: Sendable, Equatable {
  /// The outcome of a judgement.
  public enum Outcome: String, Sendable, CaseIterable {
    /// No reason is against the application.
    case accepted
    /// A reason is against the application.
    case refused
    /// The record of the first judgement lacks a fact that the other edition needs.
    case cannotBeTold
  }

  /// The reasons of the first judgement.
  public let firstReasons: [Reason]
  /// The reasons by the other edition, as far as the record of the first judgement shows them.
  public let otherReasons: [Reason]
  /// The rules whose findings by the other edition are uncertain.
  ///
  /// Each of these rules needs a fact that the first judgement did not find out: the content of a document, the answer
  /// of a register, or the child's other applications.
  public let uncertainRules: Set<ReasonCode>
  /// True if the other edition needs a register that was unavailable.
  private let otherEditionWaits: Bool

  /// The outcome of the first judgement.
  public var firstOutcome: Outcome { firstReasons.isEmpty ? .accepted : .refused }

  /// The outcome by the other edition.
  ///
  /// If the edition needs a register that was unavailable, the application would wait. Then the outcome cannot be told,
  /// even if a reason is certain. Otherwise one certain reason is enough for a refusal.
  public var otherOutcome: Outcome {
    if otherEditionWaits { return .cannotBeTold }
    return !otherReasons.isEmpty ? .refused : uncertainRules.isEmpty ? .accepted : .cannotBeTold
  }

  /// Judges an application again.
  ///
  /// The reasons that the register of applications gave, such as a duplicate, are kept. They are left out if the answer
  /// must not reveal them, e.g. because the applicant is not the child's parent by the other edition.
  ///
  /// - Parameters:
  ///   - judgement: the first judgement.
  ///   - record: the application in the register.
  ///   - editions: the other editions; the one in force at the time of submission is applied.
  public init(_ judgement: Judgement, of record: ApplicationRecord, by editions: RulesEditions) {
    let grounds = judgement.grounds
    firstReasons = judgement.reasons
    guard !grounds.registerReasons.contains(where: { $0.known == .signatureReused }) else {
      otherReasons = firstReasons
      uncertainRules = []
      otherEditionWaits = false
      return
    }
    let submission = grounds.submission(of: record, by: editions.inForce(at: record.submittedAt))
    let rules = IntakeRules.applicable(to: submission).map { Retried($0, on: submission) }
    let certain = rules.flatMap(\.reasons).inContractOrder
    var uncertainRules = Set(rules.filter { !$0.isCertain }.map(\.code))
    var register = grounds.registerReasons
    if certain.silencesRegister {
      register = []
    } else if grounds.reasons.silencesRegister {
      uncertainRules.insert(.applicationDuplicate)
    }
    let intake = (certain + register).inContractOrder
    otherReasons = intake.isEmpty ? grounds.transferReasons : intake
    self.uncertainRules = uncertainRules
    otherEditionWaits = rules.contains { $0.waits }
  }
}

/// One rule, applied to the record of an application.
private struct Retried {
  let code: ReasonCode
  /// The reasons that hold for every possible result of the missing look-ups.
  let reasons: [Reason]
  let waits: Bool
  /// True if the findings are certain, because no missing look-up could change them.
  let isCertain: Bool

  init(_ rule: Rule<Submission>, on submission: Submission) {
    let guesses = Self.guesses(submission, for: rule.code)
    let findings = guesses.map(rule.findings)
    let asksUnasked = Self.isUnasked(rule.code, of: submission)
    code = rule.code
    waits = findings[0].contains { if case .waitFor = $0 { true } else { false } }
    isCertain = !waits && !asksUnasked && findings.allSatisfy { $0 == findings[0] }
    let isGuess = asksUnasked && rule.code == .ageNotEligible
    reasons =
      isGuess
      ? []
      : findings[0].filter { finding in findings.allSatisfy { $0.contains(finding) } }.compactMap {
        if case .reason(let reason) = $0 { reason } else { nil }
      }
  }

  /// Three copies of the submission: in the first the unopened documents are good, in the second they are unreadable,
  /// in the third they are not pictures.
  ///
  /// If the rule does not look into documents, or if all documents were opened, the array holds only the submission
  /// itself.
  private static func guesses(_ submission: Submission, for code: ReasonCode) -> [Submission] {
    guard [.documentUnreadable, .photoWrongFormat].contains(code), submission.facts.documents.contains(.notOpened)
    else {
      return [submission]
    }
    return [DocumentFact.good, .unreadable, .noPicture].map { guess in
      var guessed = submission
      guessed.facts.documents = submission.facts.documents.map { $0 == .notOpened ? guess : $0 }
      return guessed
    }
  }

  /// Tells whether the rule depends on a register that was not asked.
  ///
  /// The ``Submission/standingRegister`` is asked first. If the applicant was neither parent nor guardian by the
  /// edition of the first judgement, no other register was asked.
  private static func isUnasked(_ code: ReasonCode, of submission: Submission) -> Bool {
    guard !submission.applicantLacksStanding else { return false }
    let unasked = submission.registers.filter { submission.facts.answer(of: $0) == .notAsked }
    return switch code {
    case .documentMissing: !unasked.isDisjoint(with: submission.askedKinds.compactMap(\.replacedBy))
    case .ageNotEligible: submission.form.isFirstGrade && unasked.contains(.civilRegistration)
    case .applicantNotParent:
      submission.form.applicant.relation == .parent && unasked.contains(.civilRegistration)
    default: false
    }
  }
}
