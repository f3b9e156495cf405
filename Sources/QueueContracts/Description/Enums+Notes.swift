extension Service: DescribedEnum {
  package static var summary: String { "What is asked for." }

  package var note: String {
    switch self {
    case .enrolment: "a place at a school (S-enrol); for the first grade within the window"
    case .homeSchooling: "schooling at home (S-home)"
    case .transfer: "a change from one school to another (S-transfer)"
    }
  }
}

extension Language: DescribedEnum {
  package static var summary: String { "The language a citizen is answered in." }

  package var note: String {
    switch self {
    case .kk: "Kazakh"
    case .ru: "Russian"
    case .en: "English"
    }
  }
}

extension Relation: DescribedEnum {
  package static var summary: String { "What the applicant is to the child." }

  package var note: String {
    switch self {
    case .parent: "a parent; the civil register names the parents, where it has found the child"
    case .legalRepresentative: "a guardian in the register, or with a `guardianshipDecision` attached"
    }
  }
}

extension StatusCategory: DescribedEnum {
  package static var summary: String { "A status that a family claims (S-enrol.5)." }

  package var note: String {
    switch self {
    case .targetedSocialAssistance: "receives targeted social assistance (S-enrol.5a)"
    case .unemployedParents: "the parents are unemployed (S-enrol.5b)"
    case .lowIncome: "low income without targeted assistance (S-enrol.5c)"
    case .orphan: "an orphan, or a child without parental care (S-enrol.5d)"
    case .emergency: "needs help at once because of an emergency (S-enrol.5e)"
    }
  }
}

extension DocumentKind: DescribedEnum {
  package static var summary: String { "What a document is." }

  package var note: String {
    let name =
      switch self {
      case .birthCertificate: "the child's birth certificate"
      case .photo: "a photo of the child, 3:4, JPEG or PNG"
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
      case .deregistrationSlip: "the slip of the releasing school"
      }
    return "\(name) (\(clause.rawValue))"
  }
}

extension IdentityDocumentType: DescribedEnum {
  package static var summary: String { "What identifies a child." }

  package var note: String {
    switch self {
    case .identityCard: "an identity card; its number has nine digits"
    case .passport: "a passport"
    case .birthCertificate: "a birth certificate"
    }
  }
}

extension Status: DescribedEnum {
  package static var summary: String { "Whether more is to come; it never goes back from `completed`." }

  package var note: String {
    switch self {
    case .inProcessing: "more is to come"
    case .completed: "it ended, see `resolution`"
    }
  }
}

extension Resolution: DescribedEnum {
  package static var summary: String { "How an application ended." }

  package var note: String {
    switch self {
    case .positive: "a place was given"
    case .negative: "it was refused, with reasons"
    case .withdrawn: "the applicant withdrew it"
    }
  }
}

extension ProcessingStep: DescribedEnum {
  package static var summary: String { "Which part of the processing speaks." }

  package var note: String {
    switch self {
    case .received: "received: the application waits, or a person looks at it"
    case .intake: "judged by intake"
    case .passedDeadline: "the day of the answer passed without one"
    case .transfer: "judged by transfer"
    case .school: "the school decided"
    case .withdrawal: "withdrawn"
    }
  }
}

extension SchoolDecision: DescribedEnum {
  package static var summary: String { "What a school decided." }

  package var note: String {
    switch self {
    case .enrolled: "the child has a place"
    case .refused: "the child has no place, with reasons"
    }
  }
}
