/// The counts of a queue.
public struct QueueCounts: Sendable, Equatable {
  /// The messages that wait, without those that a consumer has in hand.
  public let messages: Int
  /// The consumers of the queue.
  public let consumers: Int
}
