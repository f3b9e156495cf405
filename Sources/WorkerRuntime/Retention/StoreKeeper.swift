import WorkerBase
public import Logging
public import QueueContracts
public import ServiceLifecycle

/// Regularly removes the store's records of messages that can no longer come again.
///
/// No message depends on the keeper. If the store is down, the keeper tries again later. On PostgreSQL a row must be old
/// enough by the server's clock, too; an SQLite file is on this machine, so there is only one clock.
public struct StoreKeeper: ServiceLifecycle.Service {
  private let store: any Retention
  private let days: InboxDays
  private let seconds: Double
  private let pauseSeconds: Double
  private let now: @Sendable () -> Timestamp
  private let logger: Logger

  /// The largest number of rows that one transaction removes, so that other transactions wait only briefly.
  public static let rowLimit = 500

  /// Creates a keeper; `run()` starts its work.
  ///
  /// - Parameters:
  ///   - store: the store whose rows are removed.
  ///   - days: the age in days from which a row is removed.
  ///   - seconds: the mean time from one round to the next, greater than 0. Each wait is up to a fifth longer or
  ///     shorter, at random. The first round comes after a random part of this time, so that many processes do not
  ///     begin at once.
  ///   - pauseSeconds: the pause between two transactions, in which the lanes can use the store.
  ///   - now: the clock by which the age of rows is measured.
  ///   - logger: told what was removed.
  public init(
    store: any Retention, days: InboxDays, seconds: Double = 3600, pauseSeconds: Double = 1,
    now: @escaping @Sendable () -> Timestamp = { Timestamp.now }, logger: Logger
  ) {
    self.store = store
    self.days = days
    self.seconds = seconds
    self.pauseSeconds = pauseSeconds
    self.now = now
    self.logger = logger
  }

  /// Removes old rows again and again until a shutdown has begun; a running transaction is finished first.
  public func run() async {
    try? await cancelWhenGracefulShutdown {
      try await Task.sleep(for: .seconds(seconds * Double.random(in: 0...1)))
      while true {
        try await tryPruning()
        try await Task.sleep(for: .seconds(seconds * Double.random(in: 0.8...1.2)))
      }
    }
  }

  /// Removes every row that is old enough; ends early if the store fails.
  ///
  /// - Throws: only `CancellationError`.
  private func tryPruning() async throws {
    do {
      let removed = try await prune()
      guard removed.count > 0 else { return }
      logger.info("The store forgot old messages", metadata: [LogKey.count: "\(removed.count)"])
    } catch let error as StoreError {
      logger.debug("The store could not forget old messages", metadata: [LogKey.detail: "\(error)"])
    }
  }

  /// Removes every row that is old enough, and returns the number of rows.
  ///
  /// - Throws: `StoreError`, `CancellationError`; rows that were removed before the error stay removed.
  public func prune() async throws -> PrunedRows {
    let before = days.start(before: now())
    var removed = PrunedRows()
    while true {
      let part = try await store.prune(before: before, keepingDays: days.days, limit: Self.rowLimit)
      removed += part
      guard part.count == Self.rowLimit else { return removed }
      try await Task.sleep(for: .seconds(pauseSeconds))
    }
  }
}
