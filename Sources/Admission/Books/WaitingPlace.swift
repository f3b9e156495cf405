public import QueueContracts

/// The place of the submission of an application that is received and not judged.
public struct WaitingPlace: Sendable, Equatable, Encodable {
  /// The kind of a place.
  public enum Place: String, Sendable, Encodable {
    /// A retry queue holds it, by the last note.
    case waits
    /// An operator sent it back to work.
    case queued
    /// The parked queue holds it for an operator.
    case parked
    /// An operator discarded it.
    case discarded
    /// The place was never noted, or the note is forgotten.
    case notKnown
  }

  /// The application's identifier.
  public let applicationId: ApplicationID
  /// The kind of the place.
  public let place: Place
  /// The reason to wait, the code of parking, or an operator's words; nil if none is known.
  @Nullable public private(set) var reason: String?
  /// The time since which it is there; nil if it is not known.
  @Nullable public private(set) var since: Timestamp?
  /// The time at which it comes again; nil unless it waits.
  @Nullable public private(set) var returnsAt: Timestamp?
  /// True if the parked queue holds it; nil if nobody looked, or it is not parked.
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

  /// The reason for which nobody will answer the application; nil if somebody can.
  var loss: String? {
    switch (place, isThere) {
    case (.discarded, _): "it was received, and its submission was discarded"
    case (.parked, false): "it was received, and its submission is not parked any more"
    default: nil
    }
  }
}
