/// The bounds of a publisher: how much it has in hand, and how long it tries.
public struct PublisherLimits: Sendable {
  /// How many messages may be at the broker and not yet confirmed, 1 or more.
  public var unconfirmed: Int
  /// How many more callers may wait for a place, 0 or more; a further caller gets `busy` at once.
  public var waiting: Int
  /// How long a message is tried, in seconds, waiting for a place included.
  public var patienceSeconds: Double

  /// Creates limits; numbers that are too small are raised to the least that works.
  public init(unconfirmed: Int = 256, waiting: Int = 1024, patienceSeconds: Double = 30) {
    self.unconfirmed = max(1, unconfirmed)
    self.waiting = max(0, waiting)
    self.patienceSeconds = patienceSeconds
  }
}
