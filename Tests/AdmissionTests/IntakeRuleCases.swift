import Admission
import QueueContracts

// More cases of the rules of intake: edges of time, each kind, each category, everything at once.
extension RuleCases {
  static let all = [
    forms, limits, windows, offsets, ages, moreAges, applicants, registers, categories, confirmed, missing, unreadable,
    unasked, incomes, strangers, signatures, photoSizes, photos, combined,
  ].flatMap { $0 }

  static let limits = [
    RuleCase(
      "attachments of exactly the limit, with one that nobody asks for",
      Forms.enrolment { $0.documents.append(Forms.document(.pmpkConclusion, size: 5_242_880 - 3000)) }),
    RuleCase(
      "one byte more", Forms.enrolment { $0.documents.append(Forms.document(.pmpkConclusion, size: 5_242_881 - 3000)) },
      "document.tooLarge"),
  ]

  /// The same second told in the offsets that clients write, and the second on the other side.
  static let offsets = [
    ("2026-03-31T23:59:59+05:00", false), ("2026-04-01T00:00:00+05:00", true),
    ("2026-03-31T18:59:59Z", false), ("2026-03-31T19:00:00Z", true),
    // What an old time zone file makes of Almaty is still the same moment.
    ("2026-04-01T00:59:59+06:00", false), ("2026-04-01T01:00:00+06:00", true),
    ("2026-03-31T12:59:59-06:00", false), ("2026-03-31T13:00:00-06:00", true),
    ("2026-04-01T08:59:59+14:00", false), ("2026-04-01T09:00:00+14:00", true),
    ("2026-08-01T23:59:59+05:00", true), ("2026-08-02T00:00:00+05:00", false),
    ("2026-08-01T18:59:59.999Z", true), ("2026-08-01T19:00:00Z", false),
    ("2026-08-02T00:59:59+06:00", true), ("2026-08-02T01:00:00+06:00", false),
    ("2026-08-01T12:59:59-06:00", true), ("2026-08-01T13:00:00-06:00", false),
  ].map { moment, isOpen in
    isOpen
      ? RuleCase("open at \(moment)", Forms.enrolment(), at: moment)
      : RuleCase("closed at \(moment)", Forms.enrolment(), at: moment, "window.closed")
  }

  static let moreAges = [
    RuleCase(
      "older than any first-grader: there is no upper limit",
      Forms.enrolment { $0.child.birthDate = CivilDate("2008-01-01")! }),
    RuleCase(
      "the year of submission is Kazakhstan's", Forms.enrolment { $0.child.birthDate = CivilDate("2021-12-31")! },
      at: "2026-12-31T19:00:00Z", "window.closed"),
    RuleCase(
      "a second before that year", Forms.enrolment { $0.child.birthDate = CivilDate("2021-12-31")! },
      at: "2026-12-31T18:59:59Z", "window.closed", "age.notEligible"),
    RuleCase(
      "home schooling in the first grade has no age",
      Forms.homeSchooling { $0.child.birthDate = CivilDate("2021-01-01")! }),
    RuleCase(
      "a transfer into the first grade has none",
      Forms.transfer {
        $0.grade = 1; $0.child.birthDate = CivilDate("2021-01-01")!
      }),
    RuleCase(
      "a birth date unlike the IIN's digits is no ground",
      Forms.enrolment { $0.child.birthDate = CivilDate("2018-11-30")! }),
    RuleCase(
      "names in Kazakh letters, or none, are not judged",
      Forms.enrolment {
        $0.child.givenName = "Әңғүұқөһі"; $0.child.familyName = ""; $0.applicant.patronymic = "ӘҢҒҮҰҚӨҺІ"
      }),
    RuleCase(
      "an IIN in other digits than ASCII's", Forms.enrolment { $0.child.iin = "١٩٠٥١٢٦٠٠٠٠٣" }, "iin.invalid/child"),
    RuleCase(
      "zeros pass the sum and were never issued", Forms.enrolment { $0.applicant.iin = "000000000000" },
      "iin.invalid/applicant"),
  ]

  static let applicants: [RuleCase] = {
    func named(_ parents: [String]) -> Lookup<CivilRecord> {
      .found(CivilRecord(parents: parents, birthDate: CivilDate("2019-05-12")!))
    }
    let form = Forms.enrolment()
    let moving = Forms.transfer()
    let guardian = Forms.enrolment { $0.applicant.relation = .legalRepresentative }
    let withoutConsent = Forms.enrolment {
      $0.consentToDataAccess = false; $0.statusCategories = StatusCategory.allCases
    }
    return [
      RuleCase(
        "one of two parents", form,
        facts: Forms.facts(of: form) { $0.civilRegistration = named([Forms.otherAdult, Forms.applicant]) }),
      RuleCase(
        "a foundling, of whom the register names no parents", form,
        facts: Forms.facts(of: form) { $0.civilRegistration = named([]) }),
      RuleCase(
        "a transfer by another than the parents", moving,
        facts: Forms.facts(of: moving) { $0.civilRegistration = named([Forms.otherAdult]) }, "applicant.notParent"),
      RuleCase(
        "a transfer of a child that the register has not found", moving,
        facts: Forms.facts(of: moving) { $0.civilRegistration = .notFound }),
      RuleCase(
        "no guardian in the register", guardian,
        facts: Forms.facts(of: guardian) { $0.guardianship = .notFound }, "applicant.notRepresentative"),
      RuleCase(
        "a guardian is not compared with the parents", guardian,
        facts: Forms.facts(of: guardian) {
          $0.civilRegistration = named([Forms.otherAdult])
          $0.guardianship = .found(GuardianRecord(guardian: Forms.applicant))
        }),
      RuleCase(
        "a representative's transfer is not judged by guardianship",
        Forms.transfer { $0.applicant.relation = .legalRepresentative }),
      RuleCase(
        "without consent nothing of the registers is judged, and only 5e is asked for", withoutConsent,
        "consent.missing", "document.missing/collegialBodyDecision"),
      RuleCase(
        "without consent 5c is asked for where no assistance is claimed",
        Forms.enrolment {
          $0.consentToDataAccess = false; $0.statusCategories = [.lowIncome]
        },
        "consent.missing", "document.missing/incomeStatement"),
      RuleCase(
        "a transfer's categories are not judged", Forms.transfer { $0.statusCategories = StatusCategory.allCases }),
      RuleCase(
        "a category claimed twice is asked for once",
        Forms.enrolment { $0.statusCategories = [.lowIncome, .lowIncome] }, "document.missing/incomeStatement"),
    ]
  }()

  /// Each document that is always asked for, taken away by itself.
  static let missing = [
    (Forms.enrolment(), [DocumentKind.photo, .healthForm063, .healthForm026]),
    (Forms.homeSchooling(), [.photo, .healthForm063, .healthForm026, .medicalCommissionConclusion]),
    (Forms.transfer(), [.identityDocument, .deregistrationSlip]),
  ].flatMap { form, kinds in
    kinds.map { kind in
      var form = form
      form.documents.removeAll { $0.kind == kind }
      return RuleCase("\(form.service) without \(kind)", form, "document.missing/\(kind)")
    }
  }

  /// Each category with its copy while the register is down, and without one by the register's word.
  static let confirmed = StatusCategory.allCases.flatMap { category in
    let kinds: [StatusCategory: DocumentKind] = [
      .targetedSocialAssistance: .targetedSocialAssistanceCertificate, .unemployedParents: .unemploymentCertificate,
      .lowIncome: .incomeStatement, .orphan: .guardianshipDecision, .emergency: .collegialBodyDecision,
    ]
    let bare = Forms.enrolment { $0.statusCategories = [category] }
    let copied = Forms.enrolment {
      $0.statusCategories = [category]; $0.documents.append(Forms.document(kinds[category]!))
    }
    let down = Forms.facts(of: copied) {
      ($0.socialAssistance, $0.unemployment, $0.guardianship) = (.unavailable, .unavailable, .unavailable)
    }
    let known = Forms.facts(of: bare) {
      ($0.socialAssistance, $0.unemployment) = (.found(true), .found(true))
      $0.guardianship = .found(GuardianRecord(guardian: Forms.otherAdult))
    }
    let hasRegister = category != .lowIncome && category != .emergency
    return [
      RuleCase("\(category) with a copy during an outage", copied, facts: down),
      hasRegister
        ? RuleCase("\(category) in the register", bare, facts: known)
        : RuleCase("\(category) has no register", bare, facts: known, "document.missing/\(kinds[category]!)"),
    ]
  }
}
