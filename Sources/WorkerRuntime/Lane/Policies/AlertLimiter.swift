import Synchronization

/// Lets one alert a minute through for each reason.
///
/// Without this limit, each bad message of a sender would raise an alert.
///
/// An alert that is held back is still logged, at a lower level, and counted in the metrics.
final class AlertLimiter: Sendable {
  private static let pause = Duration.seconds(60)

  private let raised = Mutex<[String: ContinuousClock.Instant]>([:])

  /// Creates a limiter that has raised no alert yet.
  init() {}

  /// Tells whether to raise the alert, and if so, notes the alert as raised.
  ///
  /// - Parameters:
  ///   - reason: the alert's reason, one of a few fixed texts.
  ///   - now: the time.
  /// - Returns: false if an alert for this reason was raised less than a minute ago.
  func raises(_ reason: String, at now: ContinuousClock.Instant = .now) -> Bool {
    raised.withLock { raised in
      if let last = raised[reason], last.advanced(by: Self.pause) > now { return false }
      raised[reason] = now
      return true
    }
  }
}
