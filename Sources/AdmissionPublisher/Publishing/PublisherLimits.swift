/// How much a publisher has in hand, and how long it tries.
public struct PublisherLimits: Sendable {
  /// How many messages may be at the broker and not yet confirmed, 1 or more.
  public var unconfirmed: Int
  /// How many callers may wait for that beside those, 0 or more; one more is told `busy` at once.
  public var waiting: Int
  /// How long a message is tried, waiting included, in seconds.
  public var patienceSeconds: Double

  public init(unconfirmed: Int = 256, waiting: Int = 1024, patienceSeconds: Double = 30) {
    self.unconfirmed = max(1, unconfirmed)
    self.waiting = max(0, waiting)
    self.patienceSeconds = patienceSeconds
  }
}
