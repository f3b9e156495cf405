import QueueContracts

/// A question that is asked again and again, at most once in some time, however many want to know.
actor Question<Value: Sendable> {
  private let interval: Duration
  private let ask: @Sendable () async throws -> Value
  private let now: @Sendable () -> Timestamp
  private var last: Value?
  private var silentSince: Timestamp?
  private var askedAt: ContinuousClock.Instant?
  private var running: Task<Void, Never>?

  /// - Parameters:
  ///   - interval: from one asking to the next.
  ///   - now: the clock that tells since when nothing is answered.
  ///   - ask: bounds its time itself.
  init(
    every interval: Duration, now: @escaping @Sendable () -> Timestamp,
    _ ask: @escaping @Sendable () async throws -> Value
  ) {
    self.interval = interval
    self.now = now
    self.ask = ask
  }

  /// What was said last, and since when nothing is said.
  ///
  /// Waits only as long as nothing was ever said: what is slow then makes a page late once, and not each second.
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
