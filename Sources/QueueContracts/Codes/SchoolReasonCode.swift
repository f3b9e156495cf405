/// A school's reason that the workers have words for (contract 4.6); the school writes a text for any other reason.
public enum SchoolReasonCode: String, Sendable, Codable, CaseIterable {
  /// No places are left.
  case placesNone = "places.none"
  /// The family lives outside of the school's area.
  case areaOutside = "area.outside"
  /// A document is not reliable.
  case documentsUnreliable = "documents.unreliable"
  /// The child does not meet the school's requirements.
  case requirementsNotMet = "requirements.notMet"
}
