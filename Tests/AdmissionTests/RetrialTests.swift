import Admission
import QueueContracts
import Testing

/// Applications that the built-in edition judged are judged again by another edition.
@Suite("Judging again by another edition")
struct RetrialTests {
  private static let submittedAt = Timestamp("2026-04-01T09:00:00+05:00")!

  /// A small edition like the built-in one; a test can change the documents of an enrolment and the window's end.
  private static func edition(_ enrolment: String = "photo", rest: String = "", to: String = "08-01") throws
    -> RulesEditions
  {
    let kinds = enrolment.split(separator: " ").map { "\"\($0)\"" }.joined(separator: ", ")
    return try RulesEditions(
      json: """
        {"editions": [{
          "name": "tried", "firstGrade": { "from": "04-01", "to": "\(to)", "age": 6 },
          "services": {
            "enrolment": { "documents": [\(kinds)], "answerWorkingDays": 1 },
            "homeSchooling": { "documents": ["photo"], "answerWorkingDays": 1 },
            "transfer": { "documents": ["identityDocument"], "answerWorkingDays": 1 }
          },
          "attachmentBytes": 5242880 \(rest)
        }]}
        """.utf8)
  }

  private static func retrial(
    _ form: ApplicationForm = Forms.enrolment(), _ facts: Facts? = nil, at time: Timestamp = submittedAt,
    register: [Reason] = [], by editions: RulesEditions
  ) -> Retrial {
    let submission = Submission(
      form: form, facts: facts ?? Forms.facts(of: form), edition: .builtIn, submittedAt: time)
    guard case .judged(let reasons) = IntakeRules.judge(submission) else {
      preconditionFailure("the application waits")
    }
    let record = GroundsTests.record(of: form, at: time)
    let judgement = Judgement(
      application: record.id, edition: "source", judgedAt: time, grounds: Grounds(submission, reasons: reasons))
    return Retrial(judgement.adding(register), of: record, by: editions)
  }

  @Test("Judging again by the same edition changes nothing", arguments: RuleCases.all)
  func same(_ rule: RuleCase) throws {
    let time = try #require(Timestamp(rule.submittedAt))
    let retrial = Self.retrial(rule.form, rule.facts, at: time, by: .builtIn)
    #expect(
      retrial.firstReasons == retrial.otherReasons && retrial.uncertainRules.isEmpty
        && retrial.firstOutcome == retrial.otherOutcome)
  }

  @Test("A longer window accepts a late application, a shorter window refuses a timely one")
  func window() throws {
    let late = try #require(Timestamp("2026-08-15T09:00:00+05:00"))
    let kinds = "photo healthForm063 healthForm026"
    let letIn = Self.retrial(at: late, by: try Self.edition(kinds, to: "08-31"))
    #expect(
      letIn.firstReasons == [Reason(.windowClosed)] && letIn.otherReasons.isEmpty && letIn.otherOutcome == .accepted)
    let keptOut = Self.retrial(
      at: try #require(Timestamp("2026-07-15T09:00:00+05:00")), by: try Self.edition(kinds, to: "07-01"))
    #expect(
      keptOut.firstReasons.isEmpty && keptOut.otherReasons == [Reason(.windowClosed)]
        && keptOut.otherOutcome == .refused)
  }

  @Test("A photo is judged again by its size")
  func photo() throws {
    let form = Forms.enrolment()
    let facts = Forms.facts(of: form, documents: [.picture(PictureSize(width: 300, height: 400)), .good, .good])
    let smaller = #"""
      , "photo": { "ratioWidth": 3, "ratioHeight": 4, "tolerancePercent": 5, "leastWidth": 300, "leastHeight": 400,
      "greatestSide": 20000 }
      """#
    let retrial = Self.retrial(form, facts, by: try Self.edition("photo healthForm063 healthForm026", rest: smaller))
    #expect(
      retrial.firstReasons.map(\.code) == ["photo.wrongFormat"] && retrial.otherReasons.isEmpty
        && retrial.uncertainRules.isEmpty)
  }

  @Test(
    "If the other edition needs a document that was not opened, the outcome cannot be told")
  func notOpened() throws {
    let extra = Forms.enrolment { $0.documents.append(Forms.document(.pmpkConclusion)) }
    let facts = Forms.facts(of: extra, documents: [.good, .good, .good, .notOpened])
    let asking = try Self.edition("photo pmpkConclusion")
    let retrial = Self.retrial(extra, facts, by: asking)
    #expect(retrial.uncertainRules == [.documentUnreadable] && retrial.otherReasons.isEmpty)
    #expect(retrial.firstOutcome == .accepted && retrial.otherOutcome == .cannotBeTold)

    let missing = Self.retrial(by: asking)
    #expect(missing.otherReasons == [Reason(.documentMissing, .pmpkConclusion)] && missing.otherOutcome == .refused)
    // The good photo suffices. The content of the other document, which would also serve as a photo, does not matter.
    let served = Self.retrial(
      extra, facts, by: try Self.edition(rest: #", "alternatives": {"photo": ["pmpkConclusion"]}"#))
    #expect(served.uncertainRules.isEmpty && served.otherOutcome == .accepted)
  }

  @Test("One certain reason is enough for a refusal, even if another rule depends on a document that was not opened")
  func certain() throws {
    let form = Forms.enrolment {
      $0.documents.append(Forms.document(.pmpkConclusion))
      $0.consentToDataAccess = false
    }
    let facts = Forms.facts(of: form, documents: [.unreadable, .good, .good, .notOpened])
    let retrial = Self.retrial(form, facts, by: try Self.edition("photo pmpkConclusion"))
    #expect(retrial.uncertainRules == [.documentUnreadable] && retrial.otherOutcome == .refused)
    #expect(retrial.otherReasons.contains(Reason(.documentUnreadable, .photo)), "the photo is unreadable for certain")
  }

  @Test("The outcome cannot be told if the other edition needs a register that was unavailable")
  func away() throws {
    let form = Forms.enrolment { $0.documents.append(Forms.document(.birthCertificate)) }
    let facts = Forms.facts(of: form) { $0.civilRegistration = .unavailable }
    let two = try Self.edition("photo", rest: #", "pieces": { "birthCertificate": 2 }"#)
    let retrial = Self.retrial(form, facts, by: two)
    #expect(retrial.uncertainRules == [.documentMissing] && retrial.otherOutcome == .cannotBeTold)
  }

  @Test("The outcome cannot be told if the guardian's document is one that only the other edition accepts")
  func stranger() throws {
    let form = Forms.enrolment {
      $0.applicant.relation = .legalRepresentative
      $0.documents.append(Forms.document(.identityDocument))
    }
    let facts = Facts(guardianship: .notFound, documents: [.good, .good, .good, .notOpened])
    let decision = #", "alternatives": { "guardianshipDecision": ["identityDocument"] }"#
    let retrial = Self.retrial(form, facts, by: try Self.edition("photo", rest: decision))
    #expect(retrial.firstReasons.map(\.code) == ["applicant.notRepresentative"])
    #expect(retrial.otherOutcome == .cannotBeTold)
    #expect(retrial.uncertainRules.isSuperset(of: [.documentMissing, .documentUnreadable, .applicationDuplicate]))
  }

  @Test("When an application is judged again, a duplicate or a reused signature is still a reason to refuse it")
  func register() throws {
    let editions = try Self.edition("photo")
    let missing = Forms.enrolment { $0.documents.removeLast() }
    let duplicate = Self.retrial(missing, register: [Reason(.applicationDuplicate)], by: editions)
    #expect(duplicate.firstReasons.map(\.code) == ["document.missing", "application.duplicate"])
    #expect(duplicate.otherReasons.map(\.code) == ["application.duplicate"])
    let reused = Self.retrial(missing, register: [Reason(.signatureReused)], by: editions)
    #expect(reused.firstReasons == [Reason(.signatureReused)] && reused.otherReasons == reused.firstReasons)
  }

  @Test("If the other edition finds no reason at intake, the rules of TransferWorker are applied to a transfer")
  func transfer() throws {
    let form = Forms.transfer {
      $0.documents.removeLast()
      $0.transfer?.fromSchool = SchoolReference(bin: Forms.school)
    }
    let retrial = Self.retrial(form, by: try Self.edition())
    #expect(retrial.firstReasons == [Reason(.documentMissing, .deregistrationSlip)])
    #expect(retrial.otherReasons.map(\.code) == ["transfer.sameSchool", "transfer.slipMismatch"])
  }
}
