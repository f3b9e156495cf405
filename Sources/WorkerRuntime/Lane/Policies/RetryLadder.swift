/// The waits of a message between attempts: each step once, then the last step again until the total is spent.
public struct RetryLadder: Sendable, Equatable {
  /// The steps, in seconds: there is at least one step, and each is at least 1.
  public let stepSeconds: [Int]
  /// The total of a message's waits, in seconds; when it is spent, the message is parked.
  public let totalSeconds: Int

  /// The default steps, in seconds.
  public static let defaultStepSeconds = [1, 5, 30, 120, 600]
  /// The default total, in seconds: a day.
  public static let defaultTotalSeconds = 86_400

  /// Creates a ladder of at least one step; each step has to be at least 1 s.
  public init(stepSeconds: [Int] = defaultStepSeconds, totalSeconds: Int = defaultTotalSeconds) {
    precondition(!stepSeconds.isEmpty && stepSeconds.allSatisfy { $0 > 0 }, "a ladder has steps of at least 1 s")
    self.stepSeconds = stepSeconds
    self.totalSeconds = totalSeconds
  }

  /// The seconds to wait after `attempt` retries; nil if this wait would exceed the total.
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
