import WorkerBase

/// Waits out an outage of something that every message needs.
///
/// The deliveries stay in hand, unacknowledged, so an outage spends no attempt and raises no delivery count. If the
/// first retry fails, too, the consumer is cancelled, and further messages wait at the broker.
struct Outage {
  let consumer: any Consumer
  let settings: LaneSettings
  let observer: LaneObserver
  private var backoff = Backoff()
  private var began: ContinuousClock.Instant?
  private var isCancelled = false

  init(consumer: any Consumer, settings: LaneSettings, observer: LaneObserver) {
    self.consumer = consumer
    self.settings = settings
    self.observer = observer
  }

  /// Sleeps until the next try is due.
  ///
  /// - Returns: false if the deliveries have been held for `HOLD_SECONDS`.
  /// - Throws: `BrokerError` if the consumer is gone (then the broker has the deliveries back), or `CancellationError`.
  mutating func wait(for down: EnvironmentDown, holding deliveries: [Delivery]) async throws -> Bool {
    observer.paused(by: down, holding: deliveries, isFirst: began == nil)
    try await consumer.check()
    if began != nil {
      try await consumer.cancel()
      isCancelled = true
    }
    let began = began ?? settings.clock()
    self.began = began
    guard began.duration(to: settings.clock()) < .seconds(settings.holdSeconds) else { return false }
    try await settings.sleep(backoff.next())
    try await consumer.check()
    return true
  }

  /// Reports that the lane goes on, if its consumer was not cancelled.
  ///
  /// A lane whose consumer was cancelled is rebuilt.
  func reportEnd() {
    if began != nil, !isCancelled { observer.resumed() }
  }
}
