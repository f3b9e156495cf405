import WorkerBase
public import Logging
public import QueueContracts
public import ServiceLifecycle

/// Regularly removes what the store remembers of messages that can no longer come.
///
/// No message depends on it. If the store is down, the next look tries again.
public struct StoreKeeper: ServiceLifecycle.Service {
  private let store: any Retention
  private let days: InboxDays
  private let seconds: Double
  private let pauseSeconds: Double
  private let now: @Sendable () -> Timestamp
  private let logger: Logger

  /// How many rows one transaction removes at most, so that others wait for it only briefly.
  public static let rowLimit = 500

  /// Creates a keeper, which works when it is run.
  ///
  /// - Parameters:
  ///   - store: the store whose rows are removed.
  ///   - days: how old a row must be.
  ///   - seconds: the time from one look to the next, over 0; up to a fifth more or less each time. The first look
  ///     comes after a random part of it, so many processes do not look at once.
  ///   - pauseSeconds: the pause between two transactions, so that the lanes come first.
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

  /// Looks again and again until a shutdown has begun; a running transaction is finished first.
  public func run() async {
    try? await cancelWhenGracefulShutdown {
      try await Task.sleep(for: .seconds(seconds * Double.random(in: 0...1)))
      while true {
        try await look()
        try await Task.sleep(for: .seconds(seconds * Double.random(in: 0.8...1.2)))
      }
    }
  }

  /// Removes everything that is old enough, unless the store is down.
  ///
  /// - Throws: only `CancellationError`.
  private func look() async throws {
    do {
      let removed = try await prune()
      guard removed.count > 0 else { return }
      logger.info("The store forgot old messages", metadata: [LogKey.count: "\(removed.count)"])
    } catch let error as StoreError {
      logger.debug("The store could not forget old messages", metadata: [LogKey.detail: "\(error)"])
    }
  }

  /// Removes everything that is old enough, and returns the number of rows.
  ///
  /// - Throws: `StoreError`, `CancellationError`; what was removed before stays removed.
  public func prune() async throws -> PrunedRows {
    let before = days.start(before: now())
    var removed = PrunedRows()
    while true {
      let part = try await store.prune(before: before, limit: Self.rowLimit)
      removed += part
      guard part.count == Self.rowLimit else { return removed }
      try await Task.sleep(for: .seconds(pauseSeconds))
    }
  }
}
