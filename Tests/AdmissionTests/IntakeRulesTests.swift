import Admission
import Foundation
import QueueContracts
import Testing

/// The cases of the rules, with both sides of every limit.
enum RuleCases {
  static let forms = [
    RuleCase("an enrolment with all its documents is accepted", Forms.enrolment()),
    RuleCase("home schooling with all its documents is accepted", Forms.homeSchooling()),
    RuleCase("a transfer with its two documents is accepted", Forms.transfer()),
    RuleCase(
      "a form without consent is refused", Forms.enrolment { $0.consentToDataAccess = false }, "consent.missing"),
    RuleCase(
      "a child's IIN that cannot have been issued is refused", Forms.enrolment { $0.child.iin = "991231500770" },
      "iin.invalid/child"),
    RuleCase(
      "two wrong IINs give two reasons",
      Forms.enrolment {
        $0.child.iin = "1"; $0.applicant.iin = ""
      }, "iin.invalid/applicant",
      "iin.invalid/child"),
    RuleCase(
      "a document that no rule asks for does no harm",
      Forms.enrolment { $0.documents.append(Forms.document(.pmpkConclusion)) }),
    RuleCase(
      "home schooling without the commission's conclusion is refused",
      Forms.homeSchooling { $0.documents.removeLast() },
      "document.missing/medicalCommissionConclusion"),
    RuleCase(
      "a transfer without its two documents is refused", Forms.transfer { $0.documents = [] },
      "document.missing/identityDocument", "document.missing/deregistrationSlip"),
    RuleCase(
      "several reasons come at once, in the contract's order",
      Forms.enrolment {
        $0.documents = [Forms.document(.healthForm026, size: 5_242_881)]; $0.consentToDataAccess = false
      },
      at: "2026-08-02T00:00:00+05:00",
      "consent.missing", "window.closed", "document.missing/photo", "document.missing/healthForm063",
      "document.tooLarge"),
    RuleCase(
      "attachments of exactly the limit are accepted", Forms.enrolment { $0.documents[0].size = 5_242_880 - 2000 }),
    RuleCase(
      "attachments of one byte over the limit are refused", Forms.enrolment { $0.documents[0].size = 5_242_881 - 2000 },
      "document.tooLarge"),
    RuleCase(
      "attachments whose sizes overflow an integer are refused", Forms.enrolment { $0.documents[0].size = .max },
      "document.tooLarge"),
  ]

  static let windows = [
    RuleCase(
      "the last second before the window is too early", Forms.enrolment(), at: "2026-03-31T23:59:59+05:00",
      "window.closed"),
    RuleCase("the first second of the window is in time", Forms.enrolment(), at: "2026-04-01T00:00:00+05:00"),
    RuleCase(
      "the first second of the window, written in UTC, is in time", Forms.enrolment(), at: "2026-03-31T19:00:00Z"),
    RuleCase(
      "the last second of the window, on 1 August, is in time", Forms.enrolment(), at: "2026-08-01T23:59:59.999+05:00"),
    RuleCase(
      "the first second after the window, on 2 August, is too late", Forms.enrolment(), at: "2026-08-02T00:00:00+05:00",
      "window.closed"),
    RuleCase("the second grade has no window", Forms.enrolment { $0.grade = 2 }, at: "2026-12-01T10:00:00+05:00"),
    RuleCase("a transfer has no window", Forms.transfer { $0.grade = 1 }, at: "2026-12-01T10:00:00+05:00"),
    RuleCase(
      "home schooling has no window: it is accepted in November", Forms.homeSchooling(), at: "2026-11-20T10:00:00+05:00"
    ),
    RuleCase(
      "home schooling has no window: it is accepted in January", Forms.homeSchooling(), at: "2026-01-15T10:00:00+05:00"),
  ]

  static let ages = [
    RuleCase(
      "a child who turns six on the last day of the year is old enough",
      Forms.enrolment { $0.child.birthDate = CivilDate("2020-12-31")! }),
    RuleCase(
      "a child who turns six on the first day of the next year is too young",
      Forms.enrolment { $0.child.birthDate = CivilDate("2021-01-01")! }, "age.notEligible"),
    RuleCase(
      "a younger child is accepted for a grade that is not the first",
      Forms.enrolment {
        $0.child.birthDate = CivilDate("2021-01-01")!; $0.grade = 0
      }),
  ]

  static let registers: [RuleCase] = {
    let form = Forms.enrolment()
    let withCopy = Forms.enrolment { $0.documents.append(Forms.document(.birthCertificate)) }
    let unemployed = Forms.enrolment { $0.statusCategories = [.unemployedParents] }
    let guardian = Forms.enrolment { $0.applicant.relation = .legalRepresentative }
    let guardianWithDecision = Forms.enrolment {
      $0.applicant.relation = .legalRepresentative
      $0.documents.append(Forms.document(.guardianshipDecision))
    }
    return [
      RuleCase(
        "a child that the register has not found needs a birth certificate", form,
        facts: Forms.facts(of: form) { $0.civilRegistration = .notFound }, "document.missing/birthCertificate"),
      RuleCase(
        "a birth certificate serves if the register has not found the child", withCopy,
        facts: Forms.facts(of: withCopy) { $0.civilRegistration = .notFound }),
      RuleCase(
        "a birth certificate serves while the register is unavailable", withCopy,
        facts: Forms.facts(of: withCopy) { $0.civilRegistration = .unavailable }),
      RuleCase(
        "a parent whom the register does not name is refused", form,
        facts: Forms.facts(of: form) {
          $0.civilRegistration = .found(
            CivilRecord(parents: [Forms.otherAdult], birthDate: form.child.birthDate))
        }, "applicant.notParent"),
      RuleCase(
        "the register's birth date counts, not the form's", form,
        facts: Forms.facts(of: form) {
          $0.civilRegistration = .found(
            CivilRecord(parents: [Forms.applicant], birthDate: CivilDate("2021-01-01")!))
        }, "age.notEligible"),
      RuleCase(
        "a parent whom the register confirms as unemployed needs no certificate", unemployed,
        facts: Forms.facts(of: unemployed) { $0.unemployment = .found(true) }),
      RuleCase(
        "a parent whom the register does not confirm as unemployed needs a certificate", unemployed,
        facts: Forms.facts(of: unemployed) { $0.unemployment = .notFound }, "document.missing/unemploymentCertificate"),
      RuleCase(
        "a representative whom the register names as guardian is accepted", guardian,
        facts: Forms.facts(of: guardian) { $0.guardianship = .found(GuardianRecord(guardian: Forms.applicant)) }),
      RuleCase(
        "a representative is refused if the register names another guardian", guardian,
        facts: Forms.facts(of: guardian) { $0.guardianship = .found(GuardianRecord(guardian: Forms.otherAdult)) },
        "applicant.notRepresentative"),
      RuleCase(
        "a decision on guardianship serves if the register names no guardian", guardianWithDecision,
        facts: Forms.facts(of: guardianWithDecision) { $0.guardianship = .notFound }),
      RuleCase(
        "a bad decision on guardianship is unreadable, and the representative is not refused as well",
        guardianWithDecision,
        facts: Forms.facts(of: guardianWithDecision, documents: [.good, .good, .good, .unreadable]) {
          $0.guardianship = .notFound
        }, "document.unreadable/guardianshipDecision"),
    ]
  }()

  static let categories = StatusCategory.allCases.map { category in
    let kinds: [StatusCategory: DocumentKind] = [
      .targetedSocialAssistance: .targetedSocialAssistanceCertificate, .unemployedParents: .unemploymentCertificate,
      .lowIncome: .incomeStatement, .orphan: .guardianshipDecision, .emergency: .collegialBodyDecision,
    ]
    let form = Forms.enrolment { $0.statusCategories = [category] }
    let facts = Forms.facts(of: form) {
      ($0.socialAssistance, $0.unemployment, $0.guardianship) = (.notFound, .notFound, .notFound)
    }
    return RuleCase(
      "\(category): the document is needed if no register confirms the status", form, facts: facts,
      "document.missing/\(kinds[category]!.rawValue)")
  }
}

@Suite("The rules of intake")
struct IntakeRulesTests {
  @Test(
    "Each case is judged as the table says",
    arguments: RuleCases.all)
  func table(_ rule: RuleCase) {
    #expect(rule.verdict == rule.expected)
  }

  @Test("Each reason code of intake is expected by a case, and each rule has a code of its own")
  func everyCode() {
    let expected = Set(RuleCases.all.flatMap(\.expected).map { $0.split(separator: "/")[0].description })
    #expect(expected == Set(IntakeRules.all.map(\.code.rawValue)))
    #expect(expected.count == IntakeRules.all.count)
    #expect(RuleDescription.all.map(\.code) == ReasonCode.allCases)
  }

  @Test("A refusal for a missing document cites the clause that asks for the document")
  func clauses() {
    let clauses = DocumentKind.allCases.map { Reason(.documentMissing, $0).clause ?? "none" }
    #expect(
      clauses == [
        "S-enrol.2", "S-enrol.3", "S-enrol.4", "S-enrol.4", "S-enrol.5a", "S-enrol.5b", "S-enrol.5c", "S-enrol.5d",
        "S-enrol.5e", "S-home", "S-title", "S-transfer.2", "S-transfer.3",
      ])
  }

  @Test("An optional field that is null is judged like an absent field")
  func absentAndNull() throws {
    func form(_ person: String, _ child: String, _ rest: String) -> Data {
      Data(
        """
        {"service": "enrolment", "language": "kk", "grade": 1, "instructionLanguage": "kk",
         "applicant": {"iin": "\(Forms.applicant)", "familyName": "Ә", "givenName": "Ө", "relation": "parent"\(person)},
         "child": {"iin": "\(Forms.child)", "familyName": "Ә", "givenName": "Ө", "birthDate": "2019-05-12"\(child)},
         "school": {"bin": "950341000052"}\(rest)}
        """.utf8)
    }
    let nulls = form(
      #", "patronymic": null, "phone": null"#, #", "patronymic": null, "bornAbroad": null"#,
      #", "statusCategories": null, "consentToDataAccess": null, "documents": null, "transfer": null"#)
    for json in [form("", "", ""), nulls] {
      let form = try WireCodec.decode(ApplicationForm.self, from: json)
      #expect(
        RuleCase("", form, facts: Facts()).verdict == [
          "consent.missing", "document.missing/photo", "document.missing/healthForm063",
          "document.missing/healthForm026",
        ])
    }
  }

  @Test("An application without documents waits for unavailable registers, even if it came outside of the window")
  func outage() {
    let form = Forms.enrolment {
      $0.documents = []; $0.statusCategories = [.unemployedParents]
    }
    let facts = Forms.facts(of: form) { ($0.civilRegistration, $0.unemployment) = (.unavailable, .unavailable) }
    let submission = Submission(
      form: form, facts: facts, edition: .builtIn, submittedAt: Timestamp("2026-12-01T09:00:00+05:00")!)
    #expect(IntakeRules.judge(submission) == .waitFor([.civilRegistration, .unemployment]))
  }

  @Test(
    "An application waits for an unavailable register if the family has not attached the document that replaces it",
    arguments: [
      (Forms.enrolment(), Register.civilRegistration, DocumentKind.birthCertificate),
      (
        Forms.enrolment { $0.statusCategories = [.targetedSocialAssistance] }, .socialAssistance,
        .targetedSocialAssistanceCertificate
      ),
      (Forms.enrolment { $0.statusCategories = [.unemployedParents] }, .unemployment, .unemploymentCertificate),
      (Forms.homeSchooling { $0.statusCategories = [.orphan] }, .guardianship, .guardianshipDecision),
      (Forms.enrolment { $0.applicant.relation = .legalRepresentative }, .guardianship, .guardianshipDecision),
    ])
  func waiting(form: ApplicationForm, register: Register, copy: DocumentKind) {
    func verdict(_ form: ApplicationForm) -> Verdict {
      let facts = Forms.facts(of: form) { facts in
        switch register {
        case .civilRegistration: facts.civilRegistration = .unavailable
        case .socialAssistance: facts.socialAssistance = .unavailable
        case .unemployment: facts.unemployment = .unavailable
        case .guardianship: facts.guardianship = .unavailable
        }
      }
      return IntakeRules.judge(
        Submission(
          form: form, facts: facts, edition: .builtIn, submittedAt: Timestamp("2026-04-01T09:00:00+05:00")!))
    }
    #expect(verdict(form) == .waitFor([register]))
    var served = form
    served.documents.append(Forms.document(copy))
    #expect(verdict(served) == .judged([]))
  }

  @Test("A transfer does not wait for the civil register")
  func transferOutage() {
    let form = Forms.transfer()
    let facts = Forms.facts(of: form) { $0.civilRegistration = .unavailable }
    #expect(RuleCase("", form, facts: facts).verdict == [])
  }

  @Test("If the applicant consents, the registers that the form calls for are asked; otherwise no register is asked")
  func neededRegisters() {
    func registers(_ form: ApplicationForm, _ signature: SignatureFact = .genuine) -> Set<Register> {
      Submission(
        form: form, facts: Facts(signature: signature), edition: .builtIn,
        submittedAt: Timestamp("2026-04-01T09:00:00+05:00")!
      ).registers
    }
    #expect(registers(Forms.enrolment { $0.consentToDataAccess = false }) == [])
    #expect(registers(Forms.enrolment(), .otherSigner) == [], "consent is the applicant's to give")
    #expect(registers(Forms.enrolment()) == [.civilRegistration])
    #expect(registers(Forms.transfer()) == [.civilRegistration])
    #expect(registers(Forms.transfer { $0.applicant.relation = .legalRepresentative }) == [.guardianship])
    #expect(
      registers(Forms.homeSchooling { $0.statusCategories = [.orphan, .lowIncome, .targetedSocialAssistance] })
        == [.civilRegistration, .guardianship, .socialAssistance])
  }
}
