import QueueContracts

/// A query whose answer is shared by everybody who asks, and renewed at most once per interval.
actor CachedQuery<Value: Sendable> {
  private let interval: Duration
  private let ask: @Sendable () async throws -> Value
  private let now: @Sendable () -> Timestamp
  private var last: Value?
  private var silentSince: Timestamp?
  private var askedAt: ContinuousClock.Instant?
  private var running: Task<Void, Never>?

  /// - Parameters:
  ///   - interval: the least time between two attempts to answer.
  ///   - now: the clock, for the time at which attempts began to fail.
  ///   - ask: finds the answer, within a time limit of its own.
  init(
    every interval: Duration, now: @escaping @Sendable () -> Timestamp,
    _ ask: @escaping @Sendable () async throws -> Value
  ) {
    self.interval = interval
    self.now = now
    self.ask = ask
  }

  /// The last answer, and the time at which attempts began to fail; that time is nil if the last attempt succeeded.
  ///
  /// Callers wait only for the first attempt. Later attempts run in the background, so that a slow answer delays no
  /// page.
  func answer() async -> (value: Value?, silentSince: Timestamp?) {
    if running == nil, askedAt.map({ $0.duration(to: .now) >= interval }) ?? true {
      askedAt = .now
      running = Task { await run() }
    }
    if last == nil, silentSince == nil { await running?.value }
    return (last, silentSince)
  }

  private func run() async {
    do {
      last = try await ask()
      silentSince = nil
    } catch {
      silentSince = silentSince ?? now()
    }
    running = nil
  }
}
