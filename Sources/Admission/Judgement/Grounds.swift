public import QueueContracts

/// What an application was judged by: enough to judge it again, and nothing that names a person.
///
/// Its row of the register has the rest: the IINs, the service, the school and the time of submission.
public struct Grounds: Sendable, Equatable {
  /// The signature of a form that was judged.
  public enum Signature: String, Sendable, Decodable {
    case genuine, invalid, otherSigner
  }

  /// A document of the form, with what the document store held.
  public struct Document: Sendable, Equatable {
    public let kind: DocumentKind
    /// As the form declares it, in bytes.
    public let size: Int
    public let fact: DocumentFact

    public init(kind: DocumentKind, size: Int, fact: DocumentFact) {
      self.kind = kind
      self.size = size
      self.fact = fact
    }
  }

  /// What a register that was asked has answered.
  public struct Answer: Sendable, Equatable {
    /// The people whom a register names are kept as who they are to the applicant.
    public enum Word: String, Sendable, Decodable {
      case found, notFound, unavailable, namesApplicant, namesOthers, namesNobody
    }

    public let register: Register
    public let word: Word
    /// Nil if it was not written down.
    public let time: Timestamp?
    /// The child's, by the civil register; nil if that has not found the child.
    public let birthYear: Int?

    public init(register: Register, word: Word, time: Timestamp?, birthYear: Int? = nil) {
      self.register = register
      self.word = word
      self.time = time
      self.birthYear = birthYear
    }
  }

  /// What the papers of a transfer come to.
  public struct Transfer: Sendable, Equatable {
    /// The receiving and the releasing school are one.
    public let isSameSchool: Bool
    public let slipNamesChild: Bool
    public let slipNamesSchool: Bool
    public let slipGrade: Int
    public let identityType: IdentityDocumentType
    public let identityCanBeReal: Bool
  }

  public let signature: Signature
  public let grade: Int
  /// The child's, by the form.
  public let birthYear: Int
  public let relation: Relation
  public let consent: Bool
  public let categories: [StatusCategory]
  /// In the order of the form.
  public let documents: [Document]
  /// When the documents were read; nil if none was.
  public let documentsReadAt: Timestamp?
  /// Of the registers that were asked.
  public let answers: [Answer]
  /// Nil if the form is none for a transfer.
  public let transfer: Transfer?
  /// What the rules of intake found, in the contract's order; every other rule that was applied found nothing.
  public let reasons: [Reason]
  /// What the register of applications had against it.
  public internal(set) var registerReasons: [Reason] = []
}

extension Grounds {
  /// Takes from a submission what its judgement was founded on.
  ///
  /// - Parameter reasons: what the rules of intake found.
  public init(_ submission: Submission, reasons: [Reason]) {
    let form = submission.form
    let facts = submission.facts
    signature =
      switch facts.signature {
      case .genuine: .genuine
      case .otherSigner: .otherSigner
      // The other two are not judged.
      case .invalid, .unsupported, .unknown: .invalid
      }
    grade = form.grade
    birthYear = form.child.birthDate.year
    relation = form.applicant.relation
    consent = form.consentToDataAccess
    categories = form.statusCategories
    documents = form.documents.enumerated().map { place, document in
      let fact = facts.documents.indices.contains(place) ? facts.documents[place] : .notOpened
      return Document(kind: document.kind, size: document.size, fact: fact)
    }
    documentsReadAt = facts.times.documents
    answers = Register.allCases.compactMap { Answer($0, facts, applicant: form.applicant.iin) }
    transfer = TransferPapers(form).map(Transfer.init)
    self.reasons = reasons
  }

  /// The same, with what the register of applications had against it.
  func adding(_ registerReasons: [Reason]) -> Grounds {
    var copy = self
    copy.registerReasons = registerReasons
    return copy
  }
}

extension Grounds.Answer {
  /// Nil if the register was not asked.
  fileprivate init?(_ register: Register, _ facts: Facts, applicant: String) {
    let word: Word
    var birthYear: Int?
    switch (facts.answer(of: register), register) {
    case (.notAsked, _): return nil
    case (.notFound, _): word = .notFound
    case (.unavailable, _): word = .unavailable
    case (.found, .civilRegistration):
      birthYear = facts.civilRegistration.record?.birthDate.year
      let parents = facts.civilRegistration.record?.parents ?? []
      word = parents.isEmpty ? .namesNobody : parents.contains(applicant) ? .namesApplicant : .namesOthers
    case (.found, .guardianship):
      word = facts.guardianship.record?.guardian == applicant ? .namesApplicant : .namesOthers
    case (.found, .socialAssistance), (.found, .unemployment): word = .found
    }
    self.init(register: register, word: word, time: facts.times.registers[register], birthYear: birthYear)
  }
}

extension Grounds.Transfer {
  fileprivate init(_ papers: TransferPapers) {
    isSameSchool = papers.form.school.bin == papers.transfer.fromSchool.bin
    slipNamesChild = papers.slip.childIin == papers.form.child.iin
    slipNamesSchool = papers.slip.fromSchoolBin == papers.transfer.fromSchool.bin
    slipGrade = papers.slip.grade
    identityType = papers.transfer.identityDocument.type
    identityCanBeReal = papers.transfer.identityDocument.canBeReal
  }
}
