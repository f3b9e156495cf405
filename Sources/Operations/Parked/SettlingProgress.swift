/// How far replaying or discarding came.
public struct SettlingProgress: Sendable, Equatable {
  /// How many were replayed or discarded.
  public var settled = 0
  /// How many were parked when their queue's turn came.
  public var waiting = 0
  /// Those of the waiting that were not to be looked at.
  public var overLimit = 0
  /// Those of the waiting that were to be looked at and did not come.
  public var missed = 0
  /// Why what was settled could not be noted in the store, for the timeline; nil if all was.
  public var noteLoss: String?

  /// Starts from these counts.
  public init(settled: Int = 0, waiting: Int = 0, overLimit: Int = 0, missed: Int = 0) {
    self.settled = settled
    self.waiting = waiting
    self.overLimit = overLimit
    self.missed = missed
  }
}
