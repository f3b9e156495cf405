import Admission
import QueueContracts

// More cases of the rules of intake: limits of time, each kind of document, each status, all reasons at once.
extension RuleCases {
  static let all = [
    forms, limits, windows, offsets, ages, moreAges, applicants, registers, categories, confirmed, missing, unreadable,
    unasked, incomes, strangers, signatures, photoSizes, photos, combined,
  ].flatMap { $0 }

  static let limits = [
    RuleCase(
      "attachments of exactly the limit are accepted, even if no rule asks for one of them",
      Forms.enrolment { $0.documents.append(Forms.document(.pmpkConclusion, size: 5_242_880 - 3000)) }),
    RuleCase(
      "attachments of one byte over the limit are refused, even if no rule asks for one of them",
      Forms.enrolment { $0.documents.append(Forms.document(.pmpkConclusion, size: 5_242_881 - 3000)) },
      "document.tooLarge"),
  ]

  /// The first and the last second of the window, and the seconds just outside it, in the offsets that clients write.
  static let offsets = [
    ("2026-03-31T23:59:59+05:00", false), ("2026-04-01T00:00:00+05:00", true),
    ("2026-03-31T18:59:59Z", false), ("2026-03-31T19:00:00Z", true),
    // A client whose time zone file is old writes +06:00 for Almaty. The next two texts mean the same moments as the
    // first two.
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
      "the age has no upper limit: a child of 18 is accepted",
      Forms.enrolment { $0.child.birthDate = CivilDate("2008-01-01")! }),
    RuleCase(
      "the year of submission is that of Kazakhstan's time",
      Forms.enrolment { $0.child.birthDate = CivilDate("2021-12-31")! },
      at: "2026-12-31T19:00:00Z", "window.closed"),
    RuleCase(
      "a second before the year begins in Kazakhstan, the year before counts",
      Forms.enrolment { $0.child.birthDate = CivilDate("2021-12-31")! },
      at: "2026-12-31T18:59:59Z", "window.closed", "age.notEligible"),
    RuleCase(
      "home schooling in the first grade has no age limit",
      Forms.homeSchooling { $0.child.birthDate = CivilDate("2021-01-01")! }),
    RuleCase(
      "a transfer into the first grade has no age limit",
      Forms.transfer {
        $0.grade = 1; $0.child.birthDate = CivilDate("2021-01-01")!
      }),
    RuleCase(
      "a birth date that differs from the IIN's digits is not refused",
      Forms.enrolment { $0.child.birthDate = CivilDate("2018-11-30")! }),
    RuleCase(
      "names are not judged: Kazakh letters and an empty name are accepted",
      Forms.enrolment {
        $0.child.givenName = "Әңғүұқөһі"; $0.child.familyName = ""; $0.applicant.patronymic = "ӘҢҒҮҰҚӨҺІ"
      }),
    RuleCase(
      "an IIN in digits that are not ASCII is refused", Forms.enrolment { $0.child.iin = "١٩٠٥١٢٦٠٠٠٠٣" },
      "iin.invalid/child"),
    RuleCase(
      "an IIN of zeros is refused, although it passes the checksum",
      Forms.enrolment { $0.applicant.iin = "000000000000" },
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
        "an applicant who is one of two parents is accepted", form,
        facts: Forms.facts(of: form) { $0.civilRegistration = named([Forms.otherAdult, Forms.applicant]) }),
      RuleCase(
        "an application for a foundling, whose record names no parents, is accepted", form,
        facts: Forms.facts(of: form) { $0.civilRegistration = named([]) }),
      RuleCase(
        "a transfer by an applicant who is not a parent is refused", moving,
        facts: Forms.facts(of: moving) { $0.civilRegistration = named([Forms.otherAdult]) }, "applicant.notParent"),
      RuleCase(
        "a transfer of a child that the register has not found is accepted", moving,
        facts: Forms.facts(of: moving) { $0.civilRegistration = .notFound }),
      RuleCase(
        "a representative is refused if the register knows no guardian and no decision is attached", guardian,
        facts: Forms.facts(of: guardian) { $0.guardianship = .notFound }, "applicant.notRepresentative"),
      RuleCase(
        "a guardian need not be one of the parents", guardian,
        facts: Forms.facts(of: guardian) {
          $0.civilRegistration = named([Forms.otherAdult])
          $0.guardianship = .found(GuardianRecord(guardian: Forms.applicant))
        }),
      RuleCase(
        "a representative's transfer needs no guardianship",
        Forms.transfer { $0.applicant.relation = .legalRepresentative }),
      RuleCase(
        "without consent only statuses without a register need papers: here the emergency", withoutConsent,
        "consent.missing", "document.missing/collegialBodyDecision"),
      RuleCase(
        "without consent, a low income needs an income statement if no social assistance is claimed",
        Forms.enrolment {
          $0.consentToDataAccess = false; $0.statusCategories = [.lowIncome]
        },
        "consent.missing", "document.missing/incomeStatement"),
      RuleCase(
        "a transfer's statuses are not judged", Forms.transfer { $0.statusCategories = StatusCategory.allCases }),
      RuleCase(
        "a status that is claimed twice needs one document",
        Forms.enrolment { $0.statusCategories = [.lowIncome, .lowIncome] }, "document.missing/incomeStatement"),
    ]
  }()

  /// For each service and each document that it always requires, a form that lacks only this document.
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

  /// For each status, two forms that claim it: one with the status's document, one without.
  ///
  /// For the form with the document, the status's register is unavailable. For the form without it, the register
  /// confirms the status.
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
      RuleCase("\(category): the document suffices while the register is unavailable", copied, facts: down),
      hasRegister
        ? RuleCase("\(category): no document is needed if the register confirms it", bare, facts: known)
        : RuleCase(
          "\(category): no register can confirm it, so the document is needed", bare, facts: known,
          "document.missing/\(kinds[category]!)"),
    ]
  }
}
