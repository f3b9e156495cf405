/// A limit on the number of messages of one kind; a message over it waits, although the message is good.
public enum Quota: String, Sendable, CaseIterable {
  /// The applications of one applicant (`APPLICANT_HOURLY_LIMIT`).
  case applicant
  /// The parked messages of one sender (`PARKED_HOURLY_LIMIT`).
  case parked

  /// The reason that an operator reads of a message that waits because of this quota.
  public var reason: String {
    switch self {
    case .applicant: "quota: applications of one applicant"
    case .parked: "quota: parked messages of one sender"
    }
  }
}
