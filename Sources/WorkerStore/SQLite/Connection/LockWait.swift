import Foundation
import Synchronization

/// Waits for another process to end its transaction, up to a limit.
///
/// SQLite's own time-out looks again only every 100 ms. A busy worker leaves the file free for a fraction of a
/// millisecond between two transactions, so another process could miss every gap for seconds. Looking about every
/// millisecond, at irregular times, soon finds a gap.
final class LockWait: Sendable {
  private let limit: Duration
  private let began = Mutex(ContinuousClock.now)

  init(seconds: Double) { limit = .seconds(seconds) }

  /// Sleeps a little, unless the limit is reached.
  ///
  /// - Parameter tries: how often this wait has slept before; 0 begins a new wait.
  /// - Returns: false if the limit is reached.
  func goOn(afterTries tries: Int) -> Bool {
    let now = ContinuousClock.now
    let waited = began.withLock { began in
      if tries == 0 { began = now }
      return began.duration(to: now)
    }
    guard waited < limit else { return false }
    usleep(.random(in: 500...1500))
    return true
  }
}
