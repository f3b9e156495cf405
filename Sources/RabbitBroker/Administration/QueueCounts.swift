/// What a queue says of itself.
public struct QueueCounts: Sendable, Equatable {
  /// Waiting; not those that a consumer has in hand.
  public let messages: Int
  public let consumers: Int
}
