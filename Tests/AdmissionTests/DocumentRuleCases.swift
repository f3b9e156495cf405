import Admission
import QueueContracts

// Cases that show which documents the rules look at, and what they tell an applicant who is neither parent nor
// guardian.
extension RuleCases {
  /// A form that requires a document of this kind and has none.
  private static func asking(for kind: DocumentKind) -> ApplicationForm {
    let categories: [DocumentKind: StatusCategory] = [
      .targetedSocialAssistanceCertificate: .targetedSocialAssistance, .unemploymentCertificate: .unemployedParents,
      .incomeStatement: .lowIncome, .guardianshipDecision: .orphan, .collegialBodyDecision: .emergency,
    ]
    var form =
      switch kind {
      case .medicalCommissionConclusion: Forms.homeSchooling()
      case .identityDocument, .deregistrationSlip: Forms.transfer()
      default: Forms.enrolment { $0.statusCategories = categories[kind].map { [$0] } ?? [] }
      }
    form.documents.removeAll { $0.kind == kind }
    return form
  }

  /// Facts in which no register finds anything.
  ///
  /// `last` says what the form's last documents are like; all documents before them are good.
  private static func facts(_ form: ApplicationForm, last: [DocumentFact]) -> Facts {
    let good = form.documents.dropLast(last.count).map { _ in DocumentFact.good }
    return Forms.facts(of: form, documents: good + last) { facts in
      facts.socialAssistance = .notFound
      facts.unemployment = .notFound
      facts.guardianship = .notFound
      if form.service != .transfer { facts.civilRegistration = .notFound }
    }
  }

  private static func and(_ documents: [DocumentKind], _ form: ApplicationForm) -> ApplicationForm {
    var form = form
    form.documents += documents.map { Forms.document($0) }
    return form
  }

  /// A bad document of a kind that a rule asks for counts as unreadable, not as missing.
  ///
  /// If the form also has a good document of that kind, the bad document is ignored.
  static let unreadable = DocumentKind.allCases.filter { $0 != .pmpkConclusion }.flatMap { kind in
    var base = asking(for: kind)
    // No register finds the child, so a birth certificate is asked for.
    if base.service != .transfer, kind != .birthCertificate {
      base.documents.insert(Forms.document(.birthCertificate), at: 0)
    }
    let (one, two) = (and([kind], base), and([kind, kind], base))
    return [
      RuleCase(
        "\(kind): a bad document is unreadable, and not also missing", one, facts: facts(one, last: [.unreadable]),
        "document.unreadable/\(kind)"),
      RuleCase(
        "\(kind): a bad document before a good one is ignored", two, facts: facts(two, last: [.unreadable, .good])),
      RuleCase(
        "\(kind): a bad document after a good one is ignored", two, facts: facts(two, last: [.good, .unreadable])),
      RuleCase(
        "\(kind): two bad documents give one reason", two, facts: facts(two, last: [.unreadable, .unreadable]),
        "document.unreadable/\(kind)"),
    ]
  }

  /// A document that no rule asks for may be unreadable.
  static let unasked =
    DocumentKind.allCases.filter { ![.photo, .healthForm063, .healthForm026].contains($0) }.map { kind in
      let form = Forms.enrolment { $0.documents.append(Forms.document(kind)) }
      return RuleCase(
        "\(kind): a bad document that no rule asks for is ignored", form,
        facts: Forms.facts(of: form, documents: [.good, .good, .good, .unreadable]))
    }
    + {
      let photo = Forms.transfer { $0.documents.append(Forms.document(.photo)) }
      let confirmed = Forms.enrolment { form in
        form.statusCategories = [.unemployedParents]
        form.documents.append(Forms.document(.unemploymentCertificate))
      }
      let guardian = Forms.enrolment { form in
        form.applicant.relation = .legalRepresentative
        form.documents.append(Forms.document(.guardianshipDecision))
      }
      let large = Forms.enrolment { $0.documents.append(Forms.document(.pmpkConclusion, size: 5_242_880)) }
      let bad: [DocumentFact] = [.good, .good, .good, .unreadable]
      return [
        RuleCase(
          "a bad photo is ignored in a transfer", photo,
          facts: Forms.facts(of: photo, documents: [.good, .good, .noPicture])),
        RuleCase(
          "a bad certificate is ignored if the register confirms the status", confirmed,
          facts: Forms.facts(of: confirmed, documents: bad) { $0.unemployment = .found(true) }),
        RuleCase(
          "a bad certificate is unreadable if the register does not confirm the status", confirmed,
          facts: Forms.facts(of: confirmed, documents: bad) { $0.unemployment = .notFound },
          "document.unreadable/unemploymentCertificate"),
        RuleCase(
          "a bad certificate is unreadable if the register is unavailable, because then it is needed", confirmed,
          facts: Forms.facts(of: confirmed, documents: bad) { $0.unemployment = .unavailable },
          "document.unreadable/unemploymentCertificate"),
        RuleCase(
          "a bad decision on guardianship is ignored if the register names the applicant as guardian", guardian,
          facts: Forms.facts(of: guardian, documents: bad) {
            $0.guardianship = .found(GuardianRecord(guardian: Forms.applicant))
          }),
        RuleCase(
          "a document that no rule asks for counts towards the limit of size", large,
          facts: Forms.facts(of: large, documents: [.good, .good, .good, .notOpened]), "document.tooLarge"),
      ]
    }()

  /// Income papers are asked for only from families that do not receive social assistance.
  static let incomes: [RuleCase] = {
    let both = Forms.enrolment { $0.statusCategories = [.lowIncome, .targetedSocialAssistance] }
    let certified = and([.targetedSocialAssistanceCertificate], both)
    return [
      RuleCase(
        "a low income needs no income statement if the register finds social assistance", both,
        facts: Forms.facts(of: both) { $0.socialAssistance = .found(true) }),
      RuleCase(
        "a low income needs an income statement if the register does not find the social assistance that is claimed",
        both, facts: Forms.facts(of: both) { $0.socialAssistance = .notFound },
        "document.missing/targetedSocialAssistanceCertificate", "document.missing/incomeStatement"),
      RuleCase(
        "a certificate of social assistance does not replace the income statement", certified,
        facts: Forms.facts(of: certified) { $0.socialAssistance = .notFound }, "document.missing/incomeStatement"),
      RuleCase(
        "a low income without social assistance needs an income statement",
        Forms.enrolment { $0.statusCategories = [.lowIncome] }, "document.missing/incomeStatement"),
    ]
  }()

  /// An applicant who is neither parent nor guardian in the registers is told only the reasons that depend on no
  /// register.
  static let strangers: [RuleCase] = {
    let all = Forms.enrolment { form in
      form.documents.removeAll { $0.kind == .photo }
      form.statusCategories = StatusCategory.allCases
    }
    let guardian = Forms.enrolment { form in
      form.applicant.relation = .legalRepresentative
      form.statusCategories = [.orphan, .unemployedParents]
    }
    let decided = and([.guardianshipDecision], guardian)
    func facts(_ form: ApplicationForm, _ answer: Lookup<Bool>, _ born: String = "2019-05-12") -> Facts {
      Forms.facts(of: form) { facts in
        let birth = CivilRecord(parents: [Forms.otherAdult], birthDate: CivilDate(born)!)
        let record = GuardianRecord(guardian: Forms.otherAdult)
        facts.civilRegistration = .found(birth)
        facts.socialAssistance = answer
        facts.unemployment = answer
        facts.guardianship =
          switch answer {
          case .found: .found(record)
          case .unavailable: .unavailable
          case .notFound, .notAsked: .notFound
          }
      }
    }
    let answers: [Lookup<Bool>] = [.found(true), .notFound, .unavailable]
    return answers.map { answer in
      RuleCase(
        "an applicant who is not a parent gets the same answer if the other registers answer \(answer)", all,
        facts: facts(all, answer),
        "applicant.notParent", "document.missing/photo", "document.missing/collegialBodyDecision")
    } + [
      RuleCase(
        "an applicant who is not a parent is not told that the child is too young by the register", Forms.enrolment(),
        facts: facts(Forms.enrolment(), .notAsked, "2021-01-01"), "applicant.notParent"),
      RuleCase(
        "an applicant who is not a parent is told that the child is too young by the form",
        Forms.enrolment { $0.child.birthDate = CivilDate("2021-01-01")! },
        facts: facts(Forms.enrolment(), .notAsked), "age.notEligible", "applicant.notParent"),
      RuleCase(
        "an applicant who is not the guardian is told of the missing decision once, and of no status", guardian,
        facts: facts(guardian, .notFound), "applicant.notRepresentative"),
      RuleCase(
        "an applicant is refused if the register names another guardian", guardian,
        facts: facts(guardian, .found(true)), "applicant.notRepresentative"),
      RuleCase(
        "an applicant who is not the guardian is not told that the civil register has not found the child", guardian,
        facts: Forms.facts(of: guardian) {
          $0.civilRegistration = .notFound
          $0.guardianship = .notFound
          $0.unemployment = .notFound
        }, "applicant.notRepresentative"),
      RuleCase(
        "an applicant with a decision on guardianship is told of a missing certificate, too", decided,
        facts: facts(decided, .notFound),
        "document.missing/unemploymentCertificate"),
    ]
  }()

  private static let crowded = Forms.enrolment { form in
    (form.child.iin, form.applicant.iin) = ("991231500770", "1")
    form.child.birthDate = CivilDate("2021-06-01")!
    form.statusCategories = [.emergency, .targetedSocialAssistance]
    form.documents = [
      Forms.document(.healthForm063, size: 5_242_880), Forms.document(.photo), Forms.document(.photo),
      Forms.document(.pmpkConclusion),
    ]
  }

  private static let spoilt: [DocumentFact] = [.unreadable, .noPicture, .unreadable, .unreadable]

  static let combined = [
    RuleCase(
      "all reasons that can hold at once if another person signed, in the contract's order", crowded,
      facts: Facts(signature: .otherSigner, documents: spoilt), at: "2026-08-02T00:00:00+05:00",
      "signature.signerMismatch", "window.closed", "age.notEligible", "iin.invalid/applicant", "iin.invalid/child",
      "document.missing/healthForm026", "document.missing/collegialBodyDecision", "document.unreadable/photo",
      "document.unreadable/healthForm063", "document.tooLarge", "photo.wrongFormat/photo"),
    RuleCase(
      "all reasons that can hold at once if the applicant is not a parent, in the contract's order", crowded,
      facts: Forms.facts(of: crowded, documents: spoilt) {
        $0.civilRegistration = .found(CivilRecord(parents: [Forms.otherAdult], birthDate: CivilDate("2019-01-01")!))
        $0.socialAssistance = .notFound
      }, at: "2026-08-02T00:00:00+05:00",
      "window.closed", "age.notEligible", "iin.invalid/applicant", "iin.invalid/child", "applicant.notParent",
      "document.missing/healthForm026", "document.missing/collegialBodyDecision", "document.unreadable/photo",
      "document.unreadable/healthForm063", "document.tooLarge", "photo.wrongFormat/photo"),
  ]
}
