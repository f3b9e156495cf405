/// Waits out what every message needs and nobody can have now.
///
/// The deliveries stay in hand, unacknowledged, so that no attempt and no delivery count is spent on an outage. If the
/// second try fails, too, the consumer is cancelled, so that the queue waits at the broker.
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

  /// Sleeps until it is time for another try.
  ///
  /// - Returns: false if that would be longer than deliveries are held.
  /// - Throws: if the consumer is gone: the broker has the deliveries back, and they are not ours to wait for.
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

  /// Says that the lane goes on; one whose consumer is cancelled is built anew.
  func isOver() {
    if began != nil, !isCancelled { observer.goesOn() }
  }
}
