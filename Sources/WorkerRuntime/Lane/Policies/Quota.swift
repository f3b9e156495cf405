/// A limit on the number of messages of one kind; a message over it waits, although nothing is wrong with it.
public enum Quota: String, Sendable, CaseIterable {
  /// The applications of one applicant (`APPLICANT_HOURLY_LIMIT`).
  case applicant
  /// The parked messages of one sender (`PARKED_HOURLY_LIMIT`).
  case parked

  /// The reason that an operator reads at a message that waits for it.
  public var reason: String {
    switch self {
    case .applicant: "quota: applications of one applicant"
    case .parked: "quota: parked messages of one sender"
    }
  }
}
