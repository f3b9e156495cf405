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
  /// How long deliveries are held in hand while something is down before they go back into the queue, in seconds, 1 to
  /// 1500: well under the broker's acknowledgement time-out, which is 30 minutes by default.
  public var holdSeconds: Double
  /// How often a delivery may come back before a copy replaces it, so that the broker's limit of 20 is never reached.
  public var renewAfterDeliveries: Int
  /// How many messages of one sender a process parks within an hour before more of them wait; 0 for any number.
  public var parkedHourlyLimit: Int
  /// The time of day.
  public var now: @Sendable () -> Timestamp
  /// The time that never jumps.
  public var clock: @Sendable () -> ContinuousClock.Instant
  /// How an outage is waited out.
  public var sleep: @Sendable (Duration) async throws -> Void

  public init(
    batchLimit: Int = 200, judgingWidth: Int = 16, handlerSeconds: Double = 60, retries: RetryLadder = RetryLadder(),
    crashLimit: Int = 3, holdSeconds: Double = 300, renewAfterDeliveries: Int = 10,
    parkedHourlyLimit: Int = 0,
    now: @escaping @Sendable () -> Timestamp = { Timestamp.now },
    clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.batchLimit = batchLimit
    self.judgingWidth = judgingWidth
    self.handlerSeconds = handlerSeconds
    self.retries = retries
    self.crashLimit = crashLimit
    self.holdSeconds = holdSeconds
    self.renewAfterDeliveries = renewAfterDeliveries
    self.parkedHourlyLimit = parkedHourlyLimit
    self.now = now
    self.clock = clock
    self.sleep = sleep
  }
}
