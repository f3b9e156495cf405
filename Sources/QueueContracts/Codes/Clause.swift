/// A clause of the service's source text (docs/domain.md, section 1) that a reason cites.
public enum Clause: String, Sendable, Codable, CaseIterable {
  /// S-title: receiving documents and enrolling in education organisations, special ones included.
  case title = "S-title"
  /// S-window: applications for the first grade are received from 1 April to 1 August.
  case window = "S-window"
  /// S-step1: the citizen authorises on the portal and requests the service there.
  case authorisation = "S-step1"
  /// S-step2: the request is signed with the EDS or an SMS password.
  case signature = "S-step2"
  /// S-step3: the message on the processing of the request arrives in the service history.
  case serviceHistory = "S-step3"
  /// S-enrol: receiving documents and enrolling, whatever authority the school is under.
  case enrolment = "S-enrol"
  /// S-enrol.1: the application of a parent or another legal representative.
  case application = "S-enrol.1"
  /// S-enrol.2: a copy of the birth certificate, if the civil registration system has no data.
  case birthCertificate = "S-enrol.2"
  /// S-enrol.3: a digital photograph, 3×4 cm, two pieces.
  case photo = "S-enrol.3"
  /// S-enrol.4: the health forms № 063/е and № 026/е-3.
  case healthForms = "S-enrol.4"
  /// S-enrol.5: a copy of a document that confirms a status.
  case status = "S-enrol.5"
  /// S-enrol.5a: the certificate that the family receives targeted social assistance.
  case targetedSocialAssistance = "S-enrol.5a"
  /// S-enrol.5b: the certificate that a parent is registered as unemployed.
  case unemployedParents = "S-enrol.5b"
  /// S-enrol.5c: documents on the income of a family without targeted assistance.
  case lowIncome = "S-enrol.5c"
  /// S-enrol.5d: the decision on guardianship or foster care.
  case orphan = "S-enrol.5d"
  /// S-enrol.5e: the decision of the school's collegial body on a family that needs urgent help.
  case emergency = "S-enrol.5e"
  /// S-home: the conclusion of the medical commission that recommends schooling at home.
  case homeSchooling = "S-home"
  /// S-transfer: moving a child between general education institutions.
  case transfer = "S-transfer"
  /// S-transfer.1: the application for a transfer.
  case transferApplication = "S-transfer.1"
  /// S-transfer.2: the identity document.
  case identityDocument = "S-transfer.2"
  /// S-transfer.3: the deregistration slip.
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
