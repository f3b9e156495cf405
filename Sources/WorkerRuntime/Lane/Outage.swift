/// Waits out what every message needs and nobody can have now.
///
/// The deliveries stay in hand, unacknowledged, so that no attempt and no delivery count is spent on an outage; the
/// consumer is cancelled, so that the queue waits at the broker. Should it last past the broker's acknowledgement
/// time-out (30 minutes by default), the broker takes the deliveries back and the lane is built anew.
struct Outage: Sendable {
  let consumer: any Consumer
  let journal: LaneJournal
  let sleep: @Sendable (Duration) async throws -> Void

  /// The result of `work`, tried again with a growing delay for as long as it throws ``EnvironmentDown``.
  func waitedOut<Result>(_ work: () async throws -> Result) async throws -> Result {
    var backoff = Backoff()
    while true {
      do {
        return try await work()
      } catch let down as EnvironmentDown {
        journal.paused(by: down)
        // One that is gone by now changes nothing: no lane can do anything before the outage is over.
        try? await consumer.cancel()
        try await sleep(backoff.next())
      }
    }
  }
}
