public import QueueContracts

/// What bounds a lane.
public struct LaneSettings: Sendable {
  /// Deliveries handled in one transaction, 1 to 1000.
  public var batchLimit: Int
  /// Messages judged at once.
  public var judgingWidth: Int
  /// How long one message may be judged, in seconds, before it is taken for a fault of that message.
  public var handlerSeconds: Double
  public var retries: RetryLadder
  /// How often the process may die of a message that it handles alone before the message is parked, 1 to 10.
  public var crashLimit: Int
  /// The clock.
  public var now: @Sendable () -> Timestamp
  /// How an outage is waited out.
  public var sleep: @Sendable (Duration) async throws -> Void

  public init(
    batchLimit: Int = 200, judgingWidth: Int = 16, handlerSeconds: Double = 60, retries: RetryLadder = RetryLadder(),
    crashLimit: Int = 3, now: @escaping @Sendable () -> Timestamp = { Timestamp.now },
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    (self.batchLimit, self.judgingWidth, self.handlerSeconds) = (batchLimit, judgingWidth, handlerSeconds)
    (self.retries, self.crashLimit, self.now, self.sleep) = (retries, crashLimit, now, sleep)
  }
}
