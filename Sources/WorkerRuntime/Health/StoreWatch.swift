import WorkerBase
public import Logging
public import ServiceLifecycle
import Synchronization

/// Asks the store for a sign of life regularly, so that an idle worker notices that its store is down.
public struct StoreWatch: Service {
  /// Says whether a call has not returned yet: if a disk hangs, no later look adds another call.
  private final class Call: Sendable { let isUnderWay = Atomic(false) }

  private let health: Health
  private let seconds: Double
  private let patienceSeconds: Double
  private let logger: Logger
  private let renew: @Sendable () async throws -> Void
  private let call = Call()

  /// Creates a watch; it looks when it is run.
  ///
  /// - Parameters:
  ///   - health: told whether the store answers.
  ///   - seconds: the mean time from one look to the next, over 0. Each wait differs from it by up to a fifth, at
  ///     random, so many processes do not ask at once.
  ///   - patienceSeconds: how long an answer may take, over 0.
  ///   - logger: told when the store stops answering, and when it answers again.
  ///   - renew: asks the store, e.g. `store.renewLease()`.
  public init(
    health: Health, seconds: Double, patienceSeconds: Double = 10, logger: Logger,
    renew: @escaping @Sendable () async throws -> Void
  ) {
    self.health = health
    self.seconds = seconds
    self.patienceSeconds = patienceSeconds
    self.logger = logger
    self.renew = renew
  }

  /// Looks again and again until a shutdown has begun.
  public func run() async {
    try? await cancelWhenGracefulShutdown {
      var isDown = false
      while !Task.isCancelled {
        isDown = await look(wasDown: isDown)
        try await Task.sleep(for: .seconds(seconds * Double.random(in: 0.8...1.2)))
      }
    }
  }

  /// Looks once and returns true if the store is down.
  ///
  /// It logs only changes.
  func look(wasDown: Bool) async -> Bool {
    do {
      try await ask()
      health.setProblem("store", nil)
      if wasDown { logger.info("The store answers again") }
      return false
    } catch {
      // A shutdown says nothing about the store.
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
