public import QueueContracts

/// The facts that an application was judged by: enough to judge it again, and nothing that names a person.
///
/// The IINs, the service, the school and the time of submission are in the application's row of the register.
public struct Grounds: Sendable, Equatable {
  /// The verdict on the signature of a judged form.
  public enum Signature: String, Sendable, Decodable {
    case genuine, invalid, otherSigner
  }

  /// A document of the form, with the result of checking its content.
  public struct Document: Sendable, Equatable {
    /// The kind of the document.
    public let kind: DocumentKind
    /// The size that the form declares, in bytes.
    public let size: Int
    /// The result of checking the document's content in the document store.
    public let fact: DocumentFact

    /// Creates a document of the grounds.
    public init(kind: DocumentKind, size: Int, fact: DocumentFact) {
      self.kind = kind
      self.size = size
      self.fact = fact
    }
  }

  /// The answer of a state register that was asked.
  public struct Answer: Sendable, Equatable {
    /// The content of an answer, without the people whom the register names.
    ///
    /// The content says whether the register names the applicant, but not which other people it names.
    public enum Content: String, Sendable, Decodable {
      case found, notFound, unavailable, namesApplicant, namesOthers, namesNobody
    }

    /// The register that answered.
    public let register: Register
    /// The content of the answer.
    public let content: Content
    /// The time of the answer; nil if it was not written down.
    public let time: Timestamp?
    /// The child's year of birth in the civil register; nil if the child was not found, and for every other register.
    public let birthYear: Int?

    /// Creates an answer of the grounds.
    public init(register: Register, content: Content, time: Timestamp?, birthYear: Int? = nil) {
      self.register = register
      self.content = content
      self.time = time
      self.birthYear = birthYear
    }
  }

  /// The findings about a transfer's papers (S-transfer).
  public struct Transfer: Sendable, Equatable {
    /// True if the receiving and the releasing school are the same.
    let isSameSchool: Bool
    /// True if the slip has the child's IIN.
    let slipNamesChild: Bool
    /// True if the slip has the releasing school's BIN.
    let slipNamesSchool: Bool
    /// The grade on the slip, 0 to 12.
    public let slipGrade: Int
    /// The type of the identity document.
    public let identityType: IdentityDocumentType
    /// True if the identity document's number has a valid format for the type of document.
    let identityCanBeReal: Bool
  }

  /// The verdict on the signature.
  public let signature: Signature
  /// The grade that is applied for, 0 to 12.
  public let grade: Int
  /// The child's year of birth on the form.
  let birthYear: Int
  /// The applicant's relation to the child, as claimed.
  public let relation: Relation
  /// True if the applicant gave consent to access personal data.
  public let consent: Bool
  /// The statuses that the family claims (S-enrol.5).
  public let categories: [StatusCategory]
  /// The documents, in the order of the form.
  public let documents: [Document]
  /// The time at which the documents were read; nil if no document was read.
  public let documentsReadAt: Timestamp?
  /// The answers of the registers that were asked.
  public let answers: [Answer]
  /// The findings about a transfer's papers; nil if the form is not for a transfer.
  public let transfer: Transfer?
  /// The reasons that intake's rules found, in the contract's order.
  ///
  /// If a rule was applied and has no reason in this list, it found nothing.
  public let reasons: [Reason]
  /// The reasons that the register of applications gave, such as a duplicate.
  public internal(set) var registerReasons: [Reason] = []
}

extension Grounds {
  /// Takes from a submission the facts that its judgement rests on.
  ///
  /// - Parameters:
  ///   - submission: the application that was judged.
  ///   - reasons: the reasons that intake's rules found.
  public init(_ submission: Submission, reasons: [Reason]) {
    let form = submission.form
    let facts = submission.facts
    signature =
      switch facts.signature {
      case .genuine: .genuine
      case .otherSigner: .otherSigner
      // An application whose signature is unsupported or unknown is parked or waits, so no worker records these cases.
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

  /// The same grounds, with the reasons that the register of applications gave.
  func adding(_ registerReasons: [Reason]) -> Grounds {
    var copy = self
    copy.registerReasons = registerReasons
    return copy
  }
}

extension Grounds.Answer {
  /// Takes the answer of a register; nil if the register was not asked.
  fileprivate init?(_ register: Register, _ facts: Facts, applicant: String) {
    let content: Content
    var birthYear: Int?
    switch (facts.answer(of: register), register) {
    case (.notAsked, _): return nil
    case (.notFound, _): content = .notFound
    case (.unavailable, _): content = .unavailable
    case (.found, .civilRegistration):
      birthYear = facts.civilRegistration.record?.birthDate.year
      let parents = facts.civilRegistration.record?.parents ?? []
      content = parents.isEmpty ? .namesNobody : parents.contains(applicant) ? .namesApplicant : .namesOthers
    case (.found, .guardianship):
      content = facts.guardianship.record?.guardian == applicant ? .namesApplicant : .namesOthers
    case (.found, .socialAssistance), (.found, .unemployment): content = .found
    }
    self.init(register: register, content: content, time: facts.times.registers[register], birthYear: birthYear)
  }
}

extension Grounds.Transfer {
  fileprivate init(_ papers: TransferPapers) {
    isSameSchool = papers.form.school.bin == papers.transfer.fromSchool.bin
    slipNamesChild = papers.slip.childIin == papers.form.child.iin
    slipNamesSchool = papers.slip.fromSchoolBin == papers.transfer.fromSchool.bin
    slipGrade = papers.slip.grade
    identityType = papers.transfer.identityDocument.type
    identityCanBeReal = papers.transfer.identityDocument.isPlausible
  }
}
