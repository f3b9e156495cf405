public import QueueContracts

/// The bounds of a lane.
public struct LaneSettings: Sendable {
  /// How many deliveries one transaction handles at most, 1 to 1000.
  public var batchLimit: Int
  /// How many messages are judged at once, 1 to 256.
  public var judgingWidth: Int
  /// How long the judging of one message may take, in seconds; after that the message is retried.
  public var handlerSeconds: Double
  /// The waits of messages that are retried.
  public var retries: RetryLadder
  /// How many processes have to die of a message before it is parked, 1 to 10.
  ///
  /// A death counts only if the process handled that message alone.
  public var crashLimit: Int
  /// How long deliveries stay in hand during an outage before they go back into the queue, in seconds, 1 to 1500.
  ///
  /// 1500 seconds are well under the broker's acknowledgement time-out, which is 30 minutes by default.
  public var holdSeconds: Double
  /// How often a delivery may come back before a copy replaces it.
  ///
  /// The number is well under 20, the broker's delivery limit.
  public var renewAfterDeliveries: Int
  /// How many messages of one sender a process parks within an hour; 0 for no limit.
  ///
  /// Messages over this limit wait in a retry queue.
  public var parkedHourlyLimit: Int
  /// The clock for times of day.
  public var now: @Sendable () -> Timestamp
  /// The monotonic clock, for durations.
  public var clock: @Sendable () -> ContinuousClock.Instant
  /// Waits for a time; tests replace this function.
  public var sleep: @Sendable (Duration) async throws -> Void

  /// Creates settings; the defaults are those of the configuration keys.
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
