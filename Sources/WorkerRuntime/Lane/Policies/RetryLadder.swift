/// How long a message waits between attempts: each step once, the last one again until the total is spent.
public struct RetryLadder: Sendable, Equatable {
  /// Seconds, at least one step, each at least 1.
  public let stepSeconds: [Int]
  /// Seconds of waiting, all together, before a message is parked.
  public let totalSeconds: Int

  public static let defaultStepSeconds = [1, 5, 30, 120, 600]
  public static let defaultTotalSeconds = 86_400

  public init(stepSeconds: [Int] = defaultStepSeconds, totalSeconds: Int = defaultTotalSeconds) {
    precondition(!stepSeconds.isEmpty && stepSeconds.allSatisfy { $0 > 0 }, "a ladder has steps of at least 1 s")
    (self.stepSeconds, self.totalSeconds) = (stepSeconds, totalSeconds)
  }

  /// Seconds to wait after `attempt` retries, or nil where the total is spent.
  public func wait(after attempt: Int) -> Int? {
    let last = stepSeconds[stepSeconds.count - 1]
    let (climbed, repeated) = (min(attempt, stepSeconds.count), max(0, attempt - stepSeconds.count))
    let (plateau, overflow) = repeated.multipliedReportingOverflow(by: last)
    guard !overflow else { return nil }
    let spent = stepSeconds.prefix(climbed).reduce(0, +).addingReportingOverflow(plateau)
    let next = attempt < stepSeconds.count ? stepSeconds[attempt] : last
    guard !spent.overflow, spent.partialValue <= totalSeconds - next else { return nil }
    return next
  }
}
