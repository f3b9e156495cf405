import Synchronization

/// Lets one alert a minute through for each reason.
///
/// Otherwise a sender could raise an alert by each of its bad messages.
///
/// An alert that is held back is still logged, at a lower level, and counted by the metric.
public final class AlertLimiter: Sendable {
  private static let pause = Duration.seconds(60)

  private let raised = Mutex<[String: ContinuousClock.Instant]>([:])

  /// Creates a limiter that has raised no alert yet.
  public init() {}

  /// True if the alert is to be raised; it then counts as raised.
  ///
  /// - Parameters:
  ///   - reason: one of a few texts.
  ///   - now: the time.
  /// - Returns: false if the same reason was raised less than a minute ago.
  func raises(_ reason: String, at now: ContinuousClock.Instant = .now) -> Bool {
    raised.withLock { raised in
      if let last = raised[reason], last.advanced(by: Self.pause) > now { return false }
      raised[reason] = now
      return true
    }
  }
}
