/// The counts of a queue.
public struct QueueCounts: Sendable, Equatable {
  /// The number of messages that wait, without those that a consumer has in hand.
  public let messages: Int
  /// The number of consumers.
  public let consumers: Int
}
