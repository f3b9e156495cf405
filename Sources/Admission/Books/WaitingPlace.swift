public import QueueContracts

/// The place where an application's submission is while the application is received and not judged yet.
public struct WaitingPlace: Sendable, Equatable, Encodable {
  /// The kind of a place.
  public enum Place: String, Sendable, Encodable {
    /// According to the store's last note, a retry queue holds the submission.
    case waits
    /// An operator sent the submission back to its work queue.
    case queued
    /// The submission was parked for an operator.
    case parked
    /// An operator discarded the submission.
    case discarded
    /// The place was never noted, or the note has been deleted.
    case notKnown
  }

  /// The application's identifier.
  public let applicationId: ApplicationID
  /// The kind of the place.
  public let place: Place
  /// The reason why the submission waits, the code with which it was parked, or an operator's words; nil if not known.
  @Nullable public private(set) var reason: String?
  /// The time since which the submission is there; nil if that is not known.
  @Nullable public private(set) var since: Timestamp?
  /// The time at which the submission returns to its work queue; nil if it does not wait.
  @Nullable public private(set) var returnsAt: Timestamp?
  /// True if the parked queue holds the submission, and false if it does not.
  ///
  /// The value is nil if the submission is not parked, or if the parked queue was not searched.
  @Nullable public private(set) var isThere: Bool?

  /// Creates the place of a submission.
  public init(
    _ applicationId: ApplicationID, _ place: Place, reason: String? = nil, since: Timestamp? = nil,
    returnsAt: Timestamp? = nil, isThere: Bool? = nil
  ) {
    self.applicationId = applicationId
    self.place = place
    self.reason = reason
    self.since = since
    self.returnsAt = returnsAt
    self.isThere = isThere
  }

  /// The reason why the application can get no answer any more; nil if it can get one.
  var loss: String? {
    switch (place, isThere) {
    case (.discarded, _): "it was received, and its submission was discarded"
    case (.parked, false): "it was received, and its submission is not parked any more"
    default: nil
    }
  }
}
