/// The progress of replaying or discarding.
public struct UnparkingProgress: Sendable, Equatable {
  /// The number of messages that were replayed or discarded.
  public var unparked = 0
  /// The number of messages that were parked when the work on their queue began.
  public var waiting = 0
  /// The number of parked messages that were beyond the filter's limit.
  public var overLimit = 0
  /// The number of parked messages within the limit that the broker did not deliver.
  public var missed = 0
  /// The reason why unparked messages could not be noted in the store, for the timeline; nil if all were noted.
  public var noteLoss: String?

  /// Starts from these counts.
  public init(unparked: Int = 0, waiting: Int = 0, overLimit: Int = 0, missed: Int = 0) {
    self.unparked = unparked
    self.waiting = waiting
    self.overLimit = overLimit
    self.missed = missed
  }
}
