/// The bounds of a publisher: how many messages it has in hand, and how long it tries.
public struct PublisherLimits: Sendable {
  /// How many messages may be at the broker without a confirm, 1 or more.
  public var unconfirmed: Int
  /// How many callers may wait while ``unconfirmed`` is reached, 0 or more; any further caller gets `busy` at once.
  public var waiting: Int
  /// The number of seconds for which a message is tried.
  ///
  /// They include the wait until fewer than ``unconfirmed`` messages are at the broker.
  public var patienceSeconds: Double

  /// Creates limits; an `unconfirmed` below 1 is raised to 1, a `waiting` below 0 is raised to 0.
  public init(unconfirmed: Int = 256, waiting: Int = 1024, patienceSeconds: Double = 30) {
    self.unconfirmed = max(1, unconfirmed)
    self.waiting = max(0, waiting)
    self.patienceSeconds = patienceSeconds
  }
}
