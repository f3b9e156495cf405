import CoreMetrics
import Metrics
import Synchronization
import WorkerRuntime

/// A rate limit that spreads questions to one register evenly.
///
/// All processes together ask at most a given number of questions a second.
package final class QuestionPace: Sendable {
  typealias Instant = ContinuousClock.Instant

  /// Thrown if a question would have to wait too long; the application then waits in a retry queue.
  ///
  /// The register does not count as unavailable, because attached documents are accepted in place of an unavailable
  /// register. A sender of very many applications must not be able to cause that.
  package struct Crowded: Error {}

  private let perSecond: @Sendable () -> Int?
  private let share: RegisterShare
  private let next: Mutex<Instant?>
  private let turns = MetricHandles<String, Counter> {
    Counter(label: MetricName.registerTurns.rawValue, dimensions: [("result", $0)])
  }

  /// Creates a pace.
  ///
  /// - Parameters:
  ///   - share: this process's share of the questions.
  ///   - perSecond: returns how many questions a second all processes together may ask, 1 or more; nil if there is no
  ///     limit. It is called for each question.
  init(share: RegisterShare, perSecond: @escaping @Sendable () -> Int?) {
    self.perSecond = perSecond
    self.share = share
    next = Mutex(nil)
  }

  /// Waits until a question may be asked.
  ///
  /// - Parameter seconds: the longest wait; if it is not long enough, the function throws at once.
  /// - Throws: ``Crowded``, `CancellationError`.
  func turn(within seconds: Double) async throws {
    guard let perSecond = perSecond() else { return }
    let now = ContinuousClock.now
    guard let start = start(at: now, within: seconds, perSecond: perSecond) else {
      count("deferred")
      throw Crowded()
    }
    count(start > now ? "waited" : "immediate")
    if start > now { try await Task.sleep(until: start, clock: .continuous) }
  }

  /// Reserves a time for the next question and returns it; returns nil, and reserves nothing, if that time is too late.
  func start(at now: Instant, within seconds: Double, perSecond: Int) -> Instant? {
    let interval = Duration.seconds(1 / (Double(perSecond) * share.value))
    return next.withLock { next in
      let start = max(now, next ?? now)
      guard start <= now.advanced(by: .seconds(seconds)) else { return nil }
      next = start.advanced(by: interval)
      return start
    }
  }

  private func count(_ result: String) { turns[result].increment() }
}

/// This process's share of the questions to registers.
public final class RegisterShare: Sendable {
  private let part: Mutex<Double>

  /// Creates a share.
  ///
  /// - Parameter value: the share, over 0, at most 1.
  public init(_ value: Double = 1) { part = Mutex(value) }

  /// The share, over 0, at most 1.
  public var value: Double { part.withLock { $0 } }

  /// Sets the share: the number of this process's lanes divided by the number of all consumers.
  public func set(lanes: Int, of consumers: Int) {
    part.withLock { $0 = Double(lanes) / Double(max(lanes, consumers)) }
  }
}
