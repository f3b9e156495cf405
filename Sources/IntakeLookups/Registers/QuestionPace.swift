import CoreMetrics
import Metrics
import Synchronization
import WorkerRuntime

/// Spreads questions to one register evenly, so that all processes together ask no more than so many in a second.
final class QuestionPace: Sendable {
  typealias Instant = ContinuousClock.Instant

  /// A turn would come too late: whoever asks waits by the retry ladder.
  struct Crowded: Error {}

  private let perSecond: Int
  private let share: RegisterShare
  private let next: Mutex<Instant?>
  private let turns = MetricHandles<String, Counter> {
    Counter(label: MetricName.registerTurns.rawValue, dimensions: [("result", $0)])
  }

  /// - Parameters:
  ///   - perSecond: of all processes together, 1 or more.
  ///   - share: what of it is this process's.
  init(perSecond: Int, share: RegisterShare) {
    self.perSecond = perSecond
    self.share = share
    next = Mutex(nil)
  }

  /// Waits for a turn.
  ///
  /// - Parameter seconds: how long it may be waited for; else no turn is taken.
  /// - Throws: ``Crowded``, `CancellationError`.
  func turn(within seconds: Double) async throws {
    let now = ContinuousClock.now
    guard let start = start(at: now, within: seconds) else {
      count("deferred")
      throw Crowded()
    }
    count(start > now ? "waited" : "immediate")
    if start > now { try await Task.sleep(until: start, clock: .continuous) }
  }

  /// When a turn that is taken now begins; nil if that is too late.
  func start(at now: Instant, within seconds: Double) -> Instant? {
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

/// What part of the questions to registers is this process's.
public final class RegisterShare: Sendable {
  private let part: Mutex<Double>

  /// - Parameter value: over 0, at most 1.
  public init(_ value: Double = 1) { part = Mutex(value) }

  /// Over 0, at most 1.
  public var value: Double { part.withLock { $0 } }

  /// Takes the part of a process with so many of all consumers.
  public func set(lanes: Int, of consumers: Int) {
    part.withLock { $0 = Double(lanes) / Double(max(lanes, consumers)) }
  }
}
