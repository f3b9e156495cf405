/// A limit on the number of messages of one kind; a message over the limit waits in a retry queue.
public enum Quota: String, Sendable, CaseIterable {
  /// The applications of one applicant (`APPLICANT_HOURLY_LIMIT`).
  case applicant
  /// The parked messages of one sender (`PARKED_HOURLY_LIMIT`).
  case parked

  /// The text that tells an operator that a message waits because of this quota.
  public var reason: String {
    switch self {
    case .applicant: "quota: applications of one applicant"
    case .parked: "quota: parked messages of one sender"
    }
  }
}
