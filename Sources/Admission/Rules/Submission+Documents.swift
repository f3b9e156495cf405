import QueueContracts

/// A kind of document that the rules ask for.
struct AskedDocument {
  let kind: DocumentKind
  /// The register whose record makes the document needless (S-enrol.2, 5a, 5b, 5d); nil if no register can.
  let replacedBy: Register?
}

/// The need to attach a document.
enum DocumentNeed: Equatable {
  case needed
  case needless
  /// The register that decides whether the document is needed is unavailable.
  case unknown(Register)
}

extension Submission {
  /// The kinds that are asked for, in the contract's order.
  var askedKinds: [AskedDocument] {
    var asked = (edition.requiredKinds[form.service] ?? []).map { AskedDocument(kind: $0, replacedBy: nil) }
    if form.service != .transfer {
      asked.append(AskedDocument(kind: .birthCertificate, replacedBy: .civilRegistration))
      asked += StatusCategory.allCases.filter(form.statusCategories.contains).map { category in
        AskedDocument(kind: category.evidence, replacedBy: register(of: category))
      }
    }
    return asked.sorted { $0.kind < $1.kind }
  }

  /// The register whose record makes the document for a category needless; nil if no register can.
  ///
  /// A family with social assistance needs no income papers (S-enrol.5c). So if a family claims both categories, the
  /// register of social assistance decides.
  private func register(of category: StatusCategory) -> Register? {
    category == .lowIncome && form.statusCategories.contains(.targetedSocialAssistance)
      ? .socialAssistance : category.register
  }

  /// The need to attach a document of a kind.
  ///
  /// If a register can replace the document, the document is needed only if that register was asked and has no record.
  /// Such a document is never needed if the applicant is refused for being neither parent nor guardian of the child.
  func need(of asked: AskedDocument) -> DocumentNeed {
    guard let register = asked.replacedBy else { return .needed }
    if applicantLacksStanding { return .needless }
    return switch facts.answer(of: register) {
    case .notAsked, .found: .needless
    case .notFound: .needed
    case .unavailable: .unknown(register)
    }
  }

  /// For each needed kind of document: the kinds that are accepted for it, and how many documents are needed.
  private var judgedKinds: [(serving: Set<DocumentKind>, pieces: Int)] {
    var kinds = askedKinds.filter { need(of: $0) != .needless }.map(\.kind)
    if dependsOnDecision { kinds.append(.guardianshipDecision) }
    return kinds.map { (edition.kinds(servingAs: $0), pieces(of: $0)) }
  }

  /// The indices of the form's documents that rules look at; the form's other documents are passed on unopened.
  public var judgedDocuments: [Int] {
    let kinds = judgedKinds.reduce(into: Set<DocumentKind>()) { $0.formUnion($1.serving) }
    return form.documents.indices.filter { kinds.contains(form.documents[$0].kind) }
  }

  /// Tells whether enough documents of the kind are attached, good or bad.
  ///
  /// A bad document is refused as unreadable, so it must not count as missing.
  func attachesAll(_ kind: DocumentKind) -> Bool {
    let serving = edition.kinds(servingAs: kind)
    return form.documents.count { serving.contains($0.kind) } >= pieces(of: kind)
  }

  /// The kinds of which too few documents are good, in the contract's order.
  ///
  /// A kind is listed only if `isDeficient` is true for one of its documents.
  func deficientKinds(where isDeficient: (DocumentFact, PhotoFormat) -> Bool) -> [DocumentKind] {
    let facts = Array(zip(form.documents.map(\.kind), facts.documents))
    let unserved = judgedKinds.filter { serving, pieces in
      facts.count { serving.contains($0.0) && $0.1.isGood(edition.photo) } < pieces
    }
    let kinds = unserved.reduce(into: Set<DocumentKind>()) { $0.formUnion($1.serving) }
    return DocumentKind.allCases.filter { kind in
      kinds.contains(kind) && facts.contains { $0.0 == kind && isDeficient($0.1, edition.photo) }
    }
  }

  private func pieces(of kind: DocumentKind) -> Int { edition.pieces[kind] ?? 1 }
}

extension DocumentFact {
  func isGood(_ photo: PhotoFormat) -> Bool {
    if case .picture(let size) = self { photo.accepts(size) } else { self == .good }
  }

  /// Tells whether the document is intact, but not a photo of this format.
  func isWrong(_ photo: PhotoFormat) -> Bool {
    if case .picture(let size) = self { !photo.accepts(size) } else { self == .noPicture }
  }
}

extension Facts {
  /// The answer of a register, without the content of the record that it found.
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
  /// The kind of document that confirms the category (S-enrol.5a–5e).
  var evidence: DocumentKind {
    switch self {
    case .targetedSocialAssistance: .targetedSocialAssistanceCertificate
    case .unemployedParents: .unemploymentCertificate
    case .lowIncome: .incomeStatement
    case .orphan: .guardianshipDecision
    case .emergency: .collegialBodyDecision
    }
  }

  /// The register that can confirm the category; nil for a low income and for an emergency.
  var register: Register? {
    switch self {
    case .targetedSocialAssistance: .socialAssistance
    case .unemployedParents: .unemployment
    case .orphan: .guardianship
    case .lowIncome, .emergency: nil
    }
  }
}
