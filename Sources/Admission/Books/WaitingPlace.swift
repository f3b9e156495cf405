public import QueueContracts

/// Where the submission of an application is that has been received and not been judged.
public struct WaitingPlace: Sendable, Equatable, Encodable {
  public enum Place: String, Sendable, Encodable {
    /// In a retry queue, by the last note.
    case waits
    /// Sent back to work by an operator.
    case queued
    /// In the parked queue, for an operator.
    case parked
    /// An operator threw it away.
    case discarded
    /// Nobody has noted it, or the note is forgotten.
    case notKnown
  }

  public let applicationId: ApplicationID
  public let place: Place
  /// What it waits for, the code it is parked with, an operator's words; nil if it is not known.
  @Nullable public private(set) var reason: String?
  /// Since when it is there.
  @Nullable public private(set) var since: Timestamp?
  /// When it comes again; nil unless it waits.
  @Nullable public private(set) var returnsAt: Timestamp?
  /// Whether the parked queue holds it; nil if that was not looked at, or it is not parked.
  @Nullable public private(set) var isThere: Bool?

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

  /// Why nobody will answer it; nil if somebody can.
  var loss: String? {
    switch (place, isThere) {
    case (.discarded, _): "it was received, and its submission was discarded"
    case (.parked, false): "it was received, and its submission is not parked any more"
    default: nil
    }
  }
}
