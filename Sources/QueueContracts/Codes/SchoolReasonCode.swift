/// A reason of a school's that we have words for (contract 4.6); any other reason brings a text of its own.
public enum SchoolReasonCode: String, Sendable, Codable, CaseIterable {
  case placesNone = "places.none"
  case areaOutside = "area.outside"
  case documentsUnreliable = "documents.unreliable"
  case requirementsNotMet = "requirements.notMet"
}
