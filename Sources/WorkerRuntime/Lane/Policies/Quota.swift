/// What makes a message wait with which nothing is wrong: there are too many of its kind.
public enum Quota: String, Sendable, CaseIterable {
  /// Applications of one applicant (`APPLICANT_HOURLY_LIMIT`).
  case applicant
  /// Parked messages of one sender (`PARKED_HOURLY_LIMIT`).
  case parked

  /// What an operator reads of a message that waits for it.
  public var reason: String {
    switch self {
    case .applicant: "quota: applications of one applicant"
    case .parked: "quota: parked messages of one sender"
    }
  }
}
