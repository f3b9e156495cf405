import CoreMetrics
import HTTPCalls
import Logging
import Metrics
import Synchronization
import WorkerRuntime

/// Lets a bounded number of questions through to one service, and none while its circuit is open, so that a service
/// that is down costs little.
final class Bulkhead: Sendable {
  /// The service has failed too often of late and is not asked.
  struct Closed: Error {}

  private let name: String
  private let slots: AsyncSemaphore
  private let breaker: Mutex<CircuitBreaker>
  private let now: @Sendable () -> ContinuousClock.Instant
  private let logger: Logger
  private let answers: MetricHandles<String, Counter>
  private let seconds: MetricHandles<String, Timer>

  /// - Parameters:
  ///   - name: for log lines.
  ///   - width: how many questions may be under way at once, 1 or more.
  init(
    _ name: String, width: Int, breaker: CircuitBreaker, logger: Logger,
    now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
  ) {
    (self.name, self.slots, self.logger, self.now) = (name, AsyncSemaphore(width), logger, now)
    self.breaker = Mutex(breaker)
    answers = MetricHandles {
      Counter(label: MetricName.serviceAnswers.rawValue, dimensions: [("service", name), ("result", $0)])
    }
    seconds = MetricHandles { Timer(label: MetricName.serviceSeconds.rawValue, dimensions: [("service", $0)]) }
  }

  /// The result of `question`.
  ///
  /// - Throws: ``Closed``, `CancellationError`, or what the question throws, which counts as the service's failure.
  func pass<Answer>(_ question: () async throws -> Answer) async throws -> Answer {
    try await slots.occupying {
      // Only now: what waited in line while the service went down must not ask it any more.
      guard let permit = breaker.withLock({ $0.permit(at: now()) }) else {
        count("closed")
        throw Closed()
      }
      let start = ContinuousClock.now
      do {
        let answer = try await question()
        count("answered", since: start)
        report(.worked, of: permit)
        return answer
      } catch let error as CancellationError {
        report(.unknown, of: permit)
        throw error
      } catch {
        count("failed", since: start)
        logger.info("A service gave no answer", metadata: metadata(reason: error))
        report(.failed, of: permit)
        throw error
      }
    }
  }

  private func count(_ result: String, since start: ContinuousClock.Instant? = nil) {
    answers[result].increment()
    if let start { seconds[name].record(duration: start.duration(to: .now)) }
  }

  private func report(_ outcome: CircuitBreaker.Outcome, of permit: CircuitBreaker.Permit) {
    switch breaker.withLock({ $0.report(outcome, of: permit, at: now()) }) {
    case .opened:
      logger.warning("A service keeps failing and is not asked for a while", metadata: metadata)
    case .closed: logger.notice("A service answers again", metadata: metadata)
    case nil: break
    }
  }

  private var metadata: Logger.Metadata { [LogKey.detail: "\(name)"] }

  /// The words of errors other than our own are left out: they may hold the address, and with it an IIN.
  private func metadata(reason error: any Error) -> Logger.Metadata {
    let reason = (error as? HTTPFault)?.detail ?? "\(type(of: error))"
    return metadata.merging([LogKey.reason: "\(reason)"]) { $1 }
  }
}
