extension Service: DescribedEnum {
  package static var summary: String { "The service that is applied for." }

  package var note: String {
    switch self {
    case .enrolment: "a place at a school (S-enrol); for the first grade, only within the window (S-window)"
    case .homeSchooling: "schooling at home (S-home)"
    case .transfer: "a change from one school to another (S-transfer)"
    }
  }
}

extension Language: DescribedEnum {
  package static var summary: String { "The language of the answers to the citizen." }

  package var note: String {
    switch self {
    case .kk: "Kazakh"
    case .ru: "Russian"
    case .en: "English"
    }
  }
}

extension Relation: DescribedEnum {
  package static var summary: String { "The applicant's relation to the child." }

  package var note: String {
    switch self {
    case .parent: "a parent; if the civil register names the child's parents, the applicant must be one of them"
    case .legalRepresentative:
      "a guardian whom the register names, or who attaches a `guardianshipDecision`; not checked for a transfer"
    }
  }
}

extension StatusCategory: DescribedEnum {
  package static var summary: String { "A status that the family claims (S-enrol.5)." }

  package var note: String {
    switch self {
    case .targetedSocialAssistance: "the family receives targeted social assistance (S-enrol.5a)"
    case .unemployedParents: "a parent is registered as unemployed (S-enrol.5b)"
    case .lowIncome: "the family has a low income and receives no targeted social assistance (S-enrol.5c)"
    case .orphan: "the child is an orphan or has no parental care (S-enrol.5d)"
    case .emergency:
      "the family needs urgent help after an emergency, or is in another category that the school set (S-enrol.5e)"
    }
  }
}

extension DocumentKind: DescribedEnum {
  package static var summary: String { "The kind of a document, with the clause that asks for it." }

  package var note: String {
    let name =
      switch self {
      case .birthCertificate: "the child's birth certificate"
      case .photo: "a photo of the child, JPEG or PNG, width to height 3:4"
      case .healthForm063: "the card of vaccinations, form 063/у"
      case .healthForm026: "the health passport, form 026/у"
      case .targetedSocialAssistanceCertificate: "the certificate of targeted social assistance"
      case .unemploymentCertificate: "the certificate of unemployment"
      case .incomeStatement: "a statement of the family's income"
      case .guardianshipDecision: "the decision on guardianship"
      case .collegialBodyDecision: "a decision of the school's collegial body"
      case .medicalCommissionConclusion: "the medical commission's conclusion on schooling at home"
      case .pmpkConclusion: "the conclusion of the psychological, medical and pedagogical consultation"
      case .identityDocument: "the child's identity document"
      case .deregistrationSlip: "the releasing school's deregistration slip"
      }
    return "\(name) (\(clause.rawValue))"
  }
}

extension IdentityDocumentType: DescribedEnum {
  package static var summary: String { "The type of a document that identifies a child." }

  package var note: String {
    switch self {
    case .identityCard: "an identity card; its number has nine digits"
    case .passport: "a passport; its number has 1 to 32 characters"
    case .birthCertificate: "a birth certificate; its number has 1 to 32 characters"
    }
  }
}

extension Status: DescribedEnum {
  package static var summary: String {
    "The status of an application; `completed` never changes back to `inProcessing`."
  }

  package var note: String {
    switch self {
    case .inProcessing: "the application has not ended"
    case .completed: "the application has ended; `resolution` says how"
    }
  }
}

extension Resolution: DescribedEnum {
  package static var summary: String { "The end of an application." }

  package var note: String {
    switch self {
    case .positive: "a place was given"
    case .negative: "the application was refused; `reasons` says why"
    case .withdrawn: "the applicant withdrew the application"
    }
  }
}

extension ProcessingStep: DescribedEnum {
  package static var summary: String { "The step of the processing that a message reports." }

  package var note: String {
    switch self {
    case .received: "the application has arrived and is not judged yet: it waits for a retry, or is parked for a person"
    case .intake: "intake judged the application"
    case .passedDeadline: "the time `dueBy` passed without an answer"
    case .transfer: "the transfer worker judged the transfer"
    case .school: "the school decided"
    case .withdrawal: "the applicant withdrew the application"
    }
  }
}

extension SchoolDecision: DescribedEnum {
  package static var summary: String { "The decision of a school." }

  package var note: String {
    switch self {
    case .enrolled: "the child gets a place"
    case .refused: "the child gets no place; `reasons` says why"
    }
  }
}
