/// A clause of the service's source text (DOMAIN.md, section 1) that a reason cites.
public enum Clause: String, Sendable, Codable, CaseIterable {
  /// Receiving documents and enrolling in education organisations, special ones included.
  case title = "S-title"
  /// Applications for the first grade are received from 1 April to 1 August.
  case window = "S-window"
  case authorisation = "S-step1"
  /// The request is signed with the EDS or an SMS password.
  case signature = "S-step2"
  case serviceHistory = "S-step3"
  case enrolment = "S-enrol"
  case application = "S-enrol.1"
  case birthCertificate = "S-enrol.2"
  case photo = "S-enrol.3"
  case healthForms = "S-enrol.4"
  case status = "S-enrol.5"
  case targetedSocialAssistance = "S-enrol.5a"
  case unemployedParents = "S-enrol.5b"
  case lowIncome = "S-enrol.5c"
  case orphan = "S-enrol.5d"
  case emergency = "S-enrol.5e"
  case homeSchooling = "S-home"
  case transfer = "S-transfer"
  case transferApplication = "S-transfer.1"
  case identityDocument = "S-transfer.2"
  case deregistrationSlip = "S-transfer.3"
}

extension DocumentKind {
  /// The clause that asks for a document of this kind.
  public var clause: Clause {
    switch self {
    case .birthCertificate: .birthCertificate
    case .photo: .photo
    case .healthForm063, .healthForm026: .healthForms
    case .targetedSocialAssistanceCertificate: .targetedSocialAssistance
    case .unemploymentCertificate: .unemployedParents
    case .incomeStatement: .lowIncome
    case .guardianshipDecision: .orphan
    case .collegialBodyDecision: .emergency
    case .medicalCommissionConclusion: .homeSchooling
    case .pmpkConclusion: .title
    case .identityDocument: .identityDocument
    case .deregistrationSlip: .deregistrationSlip
    }
  }
}

extension ReasonCode {
  /// The clause that a reason cites (contract, section 6); nil where it cites none.
  ///
  /// - Parameter subject: the reason's subject; for a document its kind, which decides the clause.
  public func clause(subject: String?) -> Clause? {
    switch self {
    case .signatureInvalid, .signatureSignerMismatch, .signatureReused: .signature
    case .windowClosed: .window
    case .applicantNotParent, .applicantNotRepresentative: .application
    case .documentMissing, .documentUnreadable: subject.flatMap(DocumentKind.init(rawValue:))?.clause
    case .photoWrongFormat: .photo
    case .transferSameSchool: .transfer
    case .transferSlipMismatch, .transferSlipUsed: .deregistrationSlip
    case .transferIdentityMismatch: .identityDocument
    case .consentMissing, .ageNotEligible, .iinInvalid, .documentTooLarge, .applicationDuplicate, .deadlinePassed: nil
    }
  }
}
