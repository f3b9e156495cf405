/// The progress of replaying or discarding.
public struct SettlingProgress: Sendable, Equatable {
  /// The number of messages that were replayed or discarded.
  public var settled = 0
  /// The number of messages that were parked when the work on their queue began.
  public var waiting = 0
  /// The number of parked messages that were beyond the filter's limit.
  public var overLimit = 0
  /// The number of parked messages within the limit that the broker did not deliver.
  public var missed = 0
  /// The reason why settled messages could not be noted in the store, for the timeline; nil if all were noted.
  public var noteLoss: String?

  /// Starts from these counts.
  public init(settled: Int = 0, waiting: Int = 0, overLimit: Int = 0, missed: Int = 0) {
    self.settled = settled
    self.waiting = waiting
    self.overLimit = overLimit
    self.missed = missed
  }
}
