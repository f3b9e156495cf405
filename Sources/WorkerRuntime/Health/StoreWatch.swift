import WorkerBase
import Logging
import ServiceLifecycle
import Synchronization

/// Calls the store regularly, so that an idle worker notices when its store is down.
struct StoreWatch: Service {
  /// Says whether a call to the store is under way; until it has ended, no further call is made.
  private final class Call: Sendable { let isUnderWay = Atomic(false) }

  private let health: Health
  private let seconds: Double
  private let patienceSeconds: Double
  private let logger: Logger
  private let renew: @Sendable () async throws -> Void
  private let call = Call()

  /// Creates a watch, which calls the store when it is run.
  ///
  /// - Parameters:
  ///   - health: told whether the store answers.
  ///   - seconds: the mean time from one call to the next, over 0. Each wait is up to a fifth shorter or longer, at
  ///     random, so that the processes do not call all at once.
  ///   - patienceSeconds: how long an answer may take, over 0.
  ///   - logger: told when the store stops answering, and when it answers again.
  ///   - renew: calls the store, e.g. by `store.renewLease()`.
  init(
    health: Health, seconds: Double, patienceSeconds: Double = 10, logger: Logger,
    renew: @escaping @Sendable () async throws -> Void
  ) {
    self.health = health
    self.seconds = seconds
    self.patienceSeconds = patienceSeconds
    self.logger = logger
    self.renew = renew
  }

  /// Calls the store again and again until a shutdown has begun.
  func run() async {
    try? await cancelWhenGracefulShutdown {
      var isDown = false
      while !Task.isCancelled {
        isDown = await look(wasDown: isDown)
        try await Task.sleep(for: .seconds(seconds * Double.random(in: 0.8...1.2)))
      }
    }
  }

  /// Calls the store once and returns true if the store is down.
  ///
  /// Only changes are logged.
  func look(wasDown: Bool) async -> Bool {
    do {
      try await ask()
      health.setProblem("store", nil)
      if wasDown { logger.info("The store answers again") }
      return false
    } catch {
      // A call that a shutdown has cancelled says nothing about the store.
      guard !Task.isCancelled else { return wasDown }
      health.setProblem("store", "store is down")
      if !wasDown { logger.warning("The store does not answer", metadata: [LogKey.detail: "\(error)"]) }
      return true
    }
  }

  private func ask() async throws {
    guard !call.isUnderWay.exchange(true, ordering: .acquiringAndReleasing) else { throw TimedOut() }
    try await within(seconds: patienceSeconds) { [call, renew] in
      defer { call.isUnderWay.store(false, ordering: .releasing) }
      try await renew()
    }
  }
}
