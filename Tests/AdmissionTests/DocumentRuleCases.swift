import Admission
import QueueContracts

// Which documents are looked at, and what a stranger is told.
extension RuleCases {
  /// A form that asks for the kind, without one of it.
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

  /// The facts where the document is the last one, and no register has anything.
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

  /// Every kind but the one that nothing ever asks for: bad alone it is unreadable, and never also missing; beside a good
  /// one it is nothing.
  static let unreadable = DocumentKind.allCases.filter { $0 != .pmpkConclusion }.flatMap { kind in
    var base = asking(for: kind)
    // No register has found the child here.
    if base.service != .transfer, kind != .birthCertificate {
      base.documents.insert(Forms.document(.birthCertificate), at: 0)
    }
    let (one, two) = (and([kind], base), and([kind, kind], base))
    return [
      RuleCase("\(kind) is bad", one, facts: facts(one, last: [.unreadable]), "document.unreadable/\(kind)"),
      RuleCase("\(kind) is bad, and another one is good", two, facts: facts(two, last: [.unreadable, .good])),
      RuleCase("\(kind) is good, and another one is bad", two, facts: facts(two, last: [.good, .unreadable])),
      RuleCase(
        "\(kind) is bad twice", two, facts: facts(two, last: [.unreadable, .unreadable]), "document.unreadable/\(kind)"),
    ]
  }

  /// Bad documents that nothing asks for refuse nobody, whatever the store has.
  static let unasked =
    DocumentKind.allCases.filter { ![.photo, .healthForm063, .healthForm026].contains($0) }.map { kind in
      let form = Forms.enrolment { $0.documents.append(Forms.document(kind)) }
      return RuleCase(
        "\(kind) that nobody asks for", form,
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
        RuleCase("a transfer's photo", photo, facts: Forms.facts(of: photo, documents: [.good, .good, .noPicture])),
        RuleCase(
          "a certificate of what the register has", confirmed,
          facts: Forms.facts(of: confirmed, documents: bad) { $0.unemployment = .found(true) }),
        RuleCase(
          "the same, where the register has it not", confirmed,
          facts: Forms.facts(of: confirmed, documents: bad) { $0.unemployment = .notFound },
          "document.unreadable/unemploymentCertificate"),
        RuleCase(
          "the same during an outage: the copy serves, so it is looked at", confirmed,
          facts: Forms.facts(of: confirmed, documents: bad) { $0.unemployment = .unavailable },
          "document.unreadable/unemploymentCertificate"),
        RuleCase(
          "a decision of the guardian whom the register names", guardian,
          facts: Forms.facts(of: guardian, documents: bad) {
            $0.guardianship = .found(GuardianRecord(guardian: Forms.applicant))
          }),
        RuleCase(
          "its declared size counts", large,
          facts: Forms.facts(of: large, documents: [.good, .good, .good, .notOpened]), "document.tooLarge"),
      ]
    }()

  /// Income papers are for families without assistance.
  static let incomes: [RuleCase] = {
    let both = Forms.enrolment { $0.statusCategories = [.lowIncome, .targetedSocialAssistance] }
    let certified = and([.targetedSocialAssistanceCertificate], both)
    return [
      RuleCase(
        "5a and 5c, and the assistance is found", both,
        facts: Forms.facts(of: both) { $0.socialAssistance = .found(true) }),
      RuleCase(
        "5a and 5c, and it is not found", both, facts: Forms.facts(of: both) { $0.socialAssistance = .notFound },
        "document.missing/targetedSocialAssistanceCertificate", "document.missing/incomeStatement"),
      RuleCase(
        "a certificate in the register's place finds nothing", certified,
        facts: Forms.facts(of: certified) { $0.socialAssistance = .notFound }, "document.missing/incomeStatement"),
      RuleCase(
        "5c alone", Forms.enrolment { $0.statusCategories = [.lowIncome] }, "document.missing/incomeStatement"),
    ]
  }()

  /// Whom the registers name as nobody here: all that depends on no register, and nothing else.
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
        "no parent is told the same, whatever the registers say: \(answer)", all, facts: facts(all, answer),
        "applicant.notParent", "document.missing/photo", "document.missing/collegialBodyDecision")
    } + [
      RuleCase(
        "no parent is told the age by the form alone", Forms.enrolment(),
        facts: facts(Forms.enrolment(), .notAsked, "2021-01-01"), "applicant.notParent"),
      RuleCase(
        "of a date in the form that is too late, too",
        Forms.enrolment { $0.child.birthDate = CivilDate("2021-01-01")! },
        facts: facts(Forms.enrolment(), .notAsked), "age.notEligible", "applicant.notParent"),
      RuleCase(
        "no guardian is told of no decision twice, nor of a status", guardian,
        facts: facts(guardian, .notFound), "applicant.notRepresentative"),
      RuleCase(
        "another one's ward", guardian, facts: facts(guardian, .found(true)), "applicant.notRepresentative"),
      RuleCase(
        "no guardian of a child that the register has not found", guardian,
        facts: Forms.facts(of: guardian) {
          $0.civilRegistration = .notFound
          $0.guardianship = .notFound
          $0.unemployment = .notFound
        }, "applicant.notRepresentative"),
      RuleCase(
        "with a decision everything is judged", decided, facts: facts(decided, .notFound),
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
      "whatever can hold together where another has signed, in the contract's order", crowded,
      facts: Facts(signature: .otherSigner, documents: spoilt), at: "2026-08-02T00:00:00+05:00",
      "signature.signerMismatch", "window.closed", "age.notEligible", "iin.invalid/applicant", "iin.invalid/child",
      "document.missing/healthForm026", "document.missing/collegialBodyDecision", "document.unreadable/photo",
      "document.unreadable/healthForm063", "document.tooLarge", "photo.wrongFormat/photo"),
    RuleCase(
      "whatever can hold together where the applicant is no parent", crowded,
      facts: Forms.facts(of: crowded, documents: spoilt) {
        $0.civilRegistration = .found(CivilRecord(parents: [Forms.otherAdult], birthDate: CivilDate("2019-01-01")!))
        $0.socialAssistance = .notFound
      }, at: "2026-08-02T00:00:00+05:00",
      "window.closed", "age.notEligible", "iin.invalid/applicant", "iin.invalid/child", "applicant.notParent",
      "document.missing/healthForm026", "document.missing/collegialBodyDecision", "document.unreadable/photo",
      "document.unreadable/healthForm063", "document.tooLarge", "photo.wrongFormat/photo"),
  ]
}
