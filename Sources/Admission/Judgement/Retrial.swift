public import QueueContracts

/// What another edition of the rules would say of an application that was judged, by what was looked up then.
public struct Retrial: Sendable, Equatable {
  public enum Outcome: String, Sendable, CaseIterable {
    case accepted, refused
    /// The record does not hold all that the edition asks for.
    case cannotBeTold
  }

  /// The reasons of the judgement that was.
  public let was: [Reason]
  /// The reasons that there would be, as far as the record tells.
  public let would: [Reason]
  /// The rules of which the record cannot tell whether they would hold: a document was not opened, or a register was not
  /// asked or unavailable.
  public let untold: Set<ReasonCode>
  /// A register that was unavailable would be needed.
  private let wouldWait: Bool

  public var outcomeWas: Outcome { was.isEmpty ? .accepted : .refused }

  /// Refused if a reason is certain, whatever else cannot be told.
  public var outcomeWould: Outcome {
    if wouldWait { return .cannotBeTold }
    return !would.isEmpty ? .refused : untold.isEmpty ? .accepted : .cannotBeTold
  }

  /// Judges an application again; a duplicate stays one, and so does a signature that was used before.
  ///
  /// - Parameter editions: of which the one in force at the time of submission counts.
  public init(_ judgement: Judgement, of record: ApplicationRecord, by editions: RulesEditions) {
    let grounds = judgement.grounds
    was = judgement.reasons
    guard !grounds.registerReasons.contains(where: { $0.known == .signatureReused }) else {
      would = was
      untold = []
      wouldWait = false
      return
    }
    let submission = grounds.submission(of: record, by: editions.inForce(at: record.submittedAt))
    let rules = IntakeRules.applicable(to: submission).map { Retried($0, on: submission) }
    let certain = rules.flatMap(\.reasons).inContractOrder
    var untold = Set(rules.filter { !$0.isTold }.map(\.code))
    var register = grounds.registerReasons
    if certain.silenceRegister {
      register = []
    } else if grounds.reasons.silenceRegister {
      untold.insert(.applicationDuplicate)
    }
    let intake = (certain + register).inContractOrder
    would = intake.isEmpty ? grounds.transferReasons : intake
    self.untold = untold
    wouldWait = rules.contains { $0.waits }
  }
}

/// One rule, applied to what a record tells.
private struct Retried {
  let code: ReasonCode
  /// Those that hold whatever was not looked up.
  let reasons: [Reason]
  let waits: Bool
  /// True if nothing that was not looked up could change what it finds.
  let isTold: Bool

  init(_ rule: Rule<Submission>, on submission: Submission) {
    let guesses = Self.guesses(submission, for: rule.code)
    let findings = guesses.map(rule.findings)
    let asksUnasked = Self.isUnasked(rule.code, of: submission)
    code = rule.code
    waits = findings[0].contains { if case .waitFor = $0 { true } else { false } }
    isTold = !waits && !asksUnasked && findings.allSatisfy { $0 == findings[0] }
    let isGuess = asksUnasked && rule.code == .ageNotEligible
    reasons =
      isGuess
      ? []
      : findings[0].filter { finding in findings.allSatisfy { $0.contains(finding) } }.compactMap {
        if case .reason(let reason) = $0 { reason } else { nil }
      }
  }

  /// The submission as it would be if all documents that were not opened were this or that.
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

  /// True if what the rule finds depends on a register that was not asked, because the applicant was a stranger by the
  /// other edition.
  private static func isUnasked(_ code: ReasonCode, of submission: Submission) -> Bool {
    guard !submission.isByStranger else { return false }
    let unasked = submission.registers.filter { submission.facts.answer(of: $0) == .notAsked }
    return switch code {
    case .documentMissing: !unasked.isDisjoint(with: submission.askedKinds.compactMap(\.unless))
    case .ageNotEligible: submission.form.isFirstGrade && unasked.contains(.civilRegistration)
    case .applicantNotParent:
      submission.form.applicant.relation == .parent && unasked.contains(.civilRegistration)
    default: false
    }
  }
}
