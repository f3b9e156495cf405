import Synchronization

/// Lets one alert through for each reason and minute, so that who can make one message fail cannot call people as often
/// as messages can be sent.
///
/// What is not let through is logged all the same, and counted by the metric.
public final class AlertLimiter: Sendable {
  private static let pause = Duration.seconds(60)

  private let raised = Mutex<[String: ContinuousClock.Instant]>([:])

  /// Has raised none yet.
  public init() {}

  /// True if the alert is to be raised.
  ///
  /// - Parameter reason: one of a few words.
  func raises(_ reason: String, at now: ContinuousClock.Instant = .now) -> Bool {
    raised.withLock { raised in
      if let last = raised[reason], last.advanced(by: Self.pause) > now { return false }
      raised[reason] = now
      return true
    }
  }
}
