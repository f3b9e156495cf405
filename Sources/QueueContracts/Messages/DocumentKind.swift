/// The kind of a document (contract 4.2).
///
/// The cases stand in the order in which reasons about documents are listed.
public enum DocumentKind: String, Sendable, Codable, CaseIterable, Comparable {
  case birthCertificate, photo, healthForm063, healthForm026
  case targetedSocialAssistanceCertificate, unemploymentCertificate, incomeStatement
  case guardianshipDecision, collegialBodyDecision, medicalCommissionConclusion, pmpkConclusion
  case identityDocument, deregistrationSlip

  /// Tells whether reasons about `left` are listed before reasons about `right`.
  public static func < (left: Self, right: Self) -> Bool { left.place < right.place }

  private var place: Int { Self.places[self] ?? 0 }

  private static let places = Dictionary(uniqueKeysWithValues: zip(allCases, 0...))
}
