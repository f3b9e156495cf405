public import WorkerBase
public import QueueContracts

/// The number of days for which the store remembers messages: `INBOX_DAYS`.
public struct InboxDays: Sendable, Equatable {
  /// How long a parked message may wait for an operator's replay, in days.
  static let parkedDays = 30

  /// The days, 0 or more.
  public let days: Int

  /// Sets the days without a check.
  ///
  /// - Parameter days: 0 or more; a worker uses ``init(_:)`` instead, which refuses too few days.
  public init(days: Int) { self.days = days }

  /// Reads `INBOX_DAYS`.
  ///
  /// - Throws: `SettingsError` if a message could come back after it was forgotten, and would take effect twice.
  public init(_ settings: Settings) throws(SettingsError) {
    let days = try settings.integer("INBOX_DAYS", default: 60, in: 30...3650)
    let totalSeconds = try RetryLadder(settings).totalSeconds
    let least = Self.least(totalSeconds)
    guard days >= least || settings.text("INBOX_DAYS") == nil else {
      throw SettingsError(
        key: "INBOX_DAYS",
        problem: "must be at least \(least). A message can wait RETRY_TOTAL_SECONDS (\(totalSeconds)) and then stay "
          + "parked for \(Self.parkedDays) days. If it came back after INBOX_DAYS, it would take effect twice")
    }
    self.days = max(days, least)
  }

  /// The time before which records are forgotten.
  public func start(before now: Timestamp) -> Timestamp { now.adding(seconds: -Int64(days) * 86_400) }

  /// The number of days after which no message can come back, if a message's waits add up to `totalSeconds`.
  static func least(_ totalSeconds: Int) -> Int { (totalSeconds + 86_399) / 86_400 + parkedDays }
}
