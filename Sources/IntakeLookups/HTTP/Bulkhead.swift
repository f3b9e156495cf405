import CoreMetrics
import HTTPCalls
import Logging
import Metrics
import Synchronization
import WorkerBase
import WorkerRuntime

/// A bulkhead with a circuit breaker for one service.
///
/// It lets a bounded number of questions through at once, and none while the circuit is open, so a service that is down
/// costs little.
final class Bulkhead: Sendable {
  /// The error of a question that is not asked because the circuit is open.
  struct Closed: Error {}

  private let name: String
  private let slots: AsyncSemaphore
  private let breaker: Mutex<CircuitBreaker>
  private let now: @Sendable () -> ContinuousClock.Instant
  private let logger: Logger
  private let answers: MetricHandles<String, Counter>
  private let seconds: MetricHandles<String, Timer>

  /// Creates a bulkhead.
  ///
  /// - Parameters:
  ///   - name: the name of the service, for log lines and metrics.
  ///   - width: the number of questions that may be asked at once, 1 or more.
  ///   - breaker: the circuit breaker.
  ///   - logger: logs that the service fails, and that it answers again.
  ///   - now: the clock of the breaker.
  init(
    _ name: String, width: Int, breaker: CircuitBreaker, logger: Logger,
    now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
  ) {
    self.name = name
    slots = AsyncSemaphore(width)
    self.logger = logger
    self.now = now
    self.breaker = Mutex(breaker)
    answers = MetricHandles {
      Counter(label: MetricName.serviceAnswers.rawValue, dimensions: [("service", name), ("result", $0)])
    }
    seconds = MetricHandles { Timer(label: MetricName.serviceSeconds.rawValue, dimensions: [("service", $0)]) }
  }

  /// Waits for a free slot, asks a question, and returns the answer.
  ///
  /// - Throws: ``Closed``, `CancellationError`, or the question's error, which counts as the service's failure.
  func pass<Answer>(_ question: () async throws -> Answer) async throws -> Answer {
    try await slots.occupying {
      // The circuit is checked after the wait, because the service may have gone down meanwhile.
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

  /// Texts of other libraries' errors are left out, because they may contain the address and with it an IIN.
  private func metadata(reason error: any Error) -> Logger.Metadata {
    let reason = (error as? HTTPFault)?.detail ?? "\(type(of: error))"
    return metadata.merging([LogKey.reason: "\(reason)"]) { $1 }
  }
}
