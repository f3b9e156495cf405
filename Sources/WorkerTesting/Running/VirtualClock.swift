import Foundation
public import QueueContracts
import Synchronization
public import WorkerRuntime

/// A clock that stands still until a test or a wait of a lane moves it.
public final class VirtualClock: Sendable {
  private let start: Timestamp
  private let origin = ContinuousClock.now
  private let passed = Mutex(Duration.zero)

  /// Creates a clock that stands still.
  ///
  /// - Parameter start: the time that the clock shows first; by default 1 April 2026, 9 o'clock (UTC+5).
  public init(_ start: Timestamp = Timestamp(milliseconds: 1_775_016_000_000)) { self.start = start }

  /// The time of day.
  public var now: Timestamp {
    let (seconds, attoseconds) = elapsed.components
    return Timestamp(milliseconds: start.milliseconds + seconds * 1000 + attoseconds / 1_000_000_000_000_000)
  }

  /// The monotonic time.
  public var instant: ContinuousClock.Instant { origin.advanced(by: elapsed) }

  private var elapsed: Duration { passed.withLock { $0 } }

  /// Lets time pass.
  public func advance(by duration: Duration) { passed.withLock { $0 += duration } }

  /// Lets time pass until `time`; a time in the past changes nothing.
  public func advance(to time: Timestamp) {
    let missing = time.milliseconds - now.milliseconds
    if missing > 0 { advance(by: .milliseconds(missing)) }
  }
}

extension LaneSettings {
  /// These settings with this clock: a wait advances the clock and takes no real time.
  public func on(_ clock: VirtualClock) -> LaneSettings {
    var settings = self
    settings.now = { clock.now }
    settings.clock = { clock.instant }
    settings.sleep = { duration in
      try Task.checkCancellation()
      clock.advance(by: duration)
      await Task.yield()
    }
    return settings
  }
}
