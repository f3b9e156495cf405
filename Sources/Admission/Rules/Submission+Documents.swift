import QueueContracts

extension Submission {
  /// The kinds that are asked for, in the contract's order, each with the register whose answer makes a copy needless.
  var askedKinds: [(kind: DocumentKind, unless: Register?)] {
    var asked = (edition.requiredKinds[form.service] ?? []).map { ($0, Register?.none) }
    if form.service != .transfer {
      asked.append((.birthCertificate, .civilRegistration))
      asked += StatusCategory.allCases.filter(form.statusCategories.contains).map { ($0.evidence, $0.register) }
    }
    return asked.sorted { $0.0.order < $1.0.order }
  }

  /// What follows where a copy is not attached, by what the register says (S-enrol.2, 5a, 5b, 5d).
  ///
  /// Without consent no register was asked, and nothing that depends on one is judged.
  func copyFinding(_ kind: DocumentKind, unless register: Register) -> Finding? {
    switch facts.answer(of: register) {
    case .notAsked, .found: nil
    case .notFound: .reason(Reason(.documentMissing, kind))
    case .unavailable: .waitFor(register)
    }
  }

  /// A legal representative is the guardian in the register or attaches the decision; for a transfer it is not judged.
  var representation: [Finding] {
    guard form.applicant.relation == .legalRepresentative, form.service != .transfer,
      !attachesAll(.guardianshipDecision)
    else { return [] }
    switch facts.guardianship {
    case .notAsked: return []
    case .unavailable: return [.waitFor(.guardianship)]
    case .found(let record) where record.guardian == form.applicant.iin: return []
    case .found, .notFound: return [.reason(Reason(.applicantNotRepresentative))]
    }
  }

  /// True where as many documents of the kind as are asked for are attached, good or bad: a bad one is unreadable, not
  /// also missing.
  func attachesAll(_ kind: DocumentKind) -> Bool {
    let serving = edition.kinds(servingAs: kind)
    return form.documents.count { serving.contains($0.kind) } >= pieces(of: kind)
  }

  /// The kinds of which one document falls short by this fact, and too few are good, in the contract's order.
  func kinds(with fact: DocumentFact) -> [DocumentKind] {
    let facts = zip(form.documents.map(\.kind), facts.documents)
    return DocumentKind.allCases.filter { kind in
      let serving = edition.kinds(servingAs: kind)
      return facts.contains { $0.0 == kind && $0.1 == fact }
        && facts.count(where: { serving.contains($0.0) && $0.1 == .good }) < pieces(of: kind)
    }
  }

  private func pieces(of kind: DocumentKind) -> Int { edition.pieces[kind] ?? 1 }

  /// The civil register's where it has found the child, else the form's.
  var birthDate: CivilDate { facts.civilRegistration.record?.birthDate ?? form.child.birthDate }
}

extension Facts {
  /// A register's answer without what it says.
  func answer(of register: Register) -> Lookup<Bool> {
    func bare<Record>(_ lookup: Lookup<Record>) -> Lookup<Bool> {
      switch lookup {
      case .notAsked: .notAsked
      case .found: .found(true)
      case .notFound: .notFound
      case .unavailable: .unavailable
      }
    }
    return switch register {
    case .civilRegistration: bare(civilRegistration)
    case .socialAssistance: socialAssistance
    case .unemployment: unemployment
    case .guardianship: bare(guardianship)
    }
  }
}

extension StatusCategory {
  /// The copy that confirms it (S-enrol.5a–5e).
  var evidence: DocumentKind {
    switch self {
    case .targetedSocialAssistance: .targetedSocialAssistanceCertificate
    case .unemployedParents: .unemploymentCertificate
    case .lowIncome: .incomeStatement
    case .orphan: .guardianshipDecision
    case .emergency: .collegialBodyDecision
    }
  }

  /// The register that confirms it without a copy; income and emergencies have none.
  var register: Register? {
    switch self {
    case .targetedSocialAssistance: .socialAssistance
    case .unemployedParents: .unemployment
    case .orphan: .guardianship
    case .lowIncome, .emergency: nil
    }
  }
}

extension ApplicationForm {
  /// The window and the age rule are for these (S-window).
  var isFirstGrade: Bool { grade == 1 && service != .transfer }

  /// The registers that its judgement may need.
  public var registers: Set<Register> {
    guard consentToDataAccess else { return [] }
    if service == .transfer { return applicant.relation == .parent ? [.civilRegistration] : [] }
    var needed: Set<Register> = [.civilRegistration]
    needed.formUnion(statusCategories.compactMap(\.register))
    if applicant.relation == .legalRepresentative { needed.insert(.guardianship) }
    return needed
  }
}

extension DocumentKind {
  var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
