import CoreMetrics
import Metrics
import Synchronization

/// What each lane of this process is doing, and what is wrong with the process as a whole.
///
/// Ready means that a message would be handled now, not "connected". Whoever asks is a stranger: what is set here names
/// services and queues, and never an address, a path or the text of an error, which belong in the log.
public final class Health: Sendable {
  public enum LaneState: Sendable, Equatable {
    case starting
    case consuming
    /// It has taken deliveries, and another lane or process has to be done first.
    case waiting(String)
    /// Something every message needs is down.
    case paused(String)
    /// The broker is.
    case away(String)
    case draining
    case stopped
  }

  private struct Lane {
    var state = LaneState.starting
    /// True while the broker takes nothing from it.
    var isBlocked = false
    /// What it does with the batches in hand, and since when.
    var stages: [Turn: (name: String, since: ContinuousClock.Instant)] = [:]

    func isReady(at now: ContinuousClock.Instant, stuckAfter limit: Duration) -> Bool {
      state == .consuming && !isBlocked && stuck(at: now, after: limit) == nil
    }

    func text(at now: ContinuousClock.Instant, stuckAfter limit: Duration) -> String {
      var parts = [state.text]
      if state == .consuming, let (name, duration) = stuck(at: now, after: limit) {
        parts = ["stuck in \(name) for \(duration.components.seconds) s"]
      }
      if isBlocked { parts.append("blocked by the broker") }
      return parts.joined(separator: ", ")
    }

    private func stuck(at now: ContinuousClock.Instant, after limit: Duration) -> (String, Duration)? {
      guard let stage = stages.values.min(by: { $0.since < $1.since }), stage.since.duration(to: now) > limit else {
        return nil
      }
      return (stage.name, stage.since.duration(to: now))
    }
  }

  private struct State {
    var lanes: [Int: Lane] = [:]
    var problems: [String: String] = [:]
    /// Stages that were begun.
    var turns = 0
  }

  private let state = Mutex(State())
  private let stuckAfter: Duration
  private let now: @Sendable () -> ContinuousClock.Instant

  /// - Parameters:
  ///   - stuckSeconds: how long a lane may be in one stage before it counts as stuck, over 0.
  ///   - now: the clock that stages are measured by.
  public init(stuckSeconds: Double = 60, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
    stuckAfter = .seconds(stuckSeconds)
    self.now = now
  }

  public func set(_ state: LaneState, lane: Int) { change(lane) { $0.state = state } }

  /// Says that a lane that had to wait has its turn; another state that it has entered meanwhile stays.
  func waited(lane: Int) {
    change(lane) { if case .waiting = $0.state { $0.state = .consuming } }
  }

  /// - Parameters:
  ///   - reason: the broker's, which is for the log alone; nil when it takes publications again.
  ///   - lane: whose publisher is held back.
  public func setBlocked(_ reason: String?, lane: Int) { change(lane) { $0.isBlocked = reason != nil } }

  /// A stage of one batch.
  public struct Turn: Hashable, Sendable {
    fileprivate let number: Int
  }

  /// Notes that the lane begins a stage with one of its batches.
  ///
  /// - Parameters:
  ///   - stage: the stage's verb, e.g. `commit`.
  ///   - lane: the lane's number in this process.
  /// - Returns: what to leave by.
  public func enter(stage: String, lane: Int) -> Turn {
    state.withLock { state in
      state.turns += 1
      state.lanes[lane, default: Lane()].stages[Turn(number: state.turns)] = (stage, now())
      return Turn(number: state.turns)
    }
  }

  /// Notes that the lane has done a stage with one of its batches.
  public func leave(_ turn: Turn, lane: Int) { change(lane) { $0.stages[turn] = nil } }

  /// The result of `work`, which is a stage of the lane; see ``enter(stage:lane:)``.
  public func inStage<Result>(
    _ stage: String, lane: Int, _ work: () async throws -> Result
  ) async rethrows -> Result {
    let turn = enter(stage: stage, lane: lane)
    defer { leave(turn, lane: lane) }
    return try await work()
  }

  /// Says what keeps every lane from handling a message, or that it is over.
  ///
  /// - Parameters:
  ///   - name: a word, e.g. `store`; the label of the metric.
  ///   - text: what is wrong and what to run, without an address; nil when it is over.
  public func setProblem(_ name: String, _ text: String?) {
    state.withLock { $0.problems[name] = text }
    Meter(label: MetricName.problem.rawValue, dimensions: [("problem", name)]).set(text == nil ? 0 : 1)
  }

  /// True if there is a lane, every one would handle a message now, and there is no problem.
  public var isReady: Bool {
    let now = now()
    return state.withLock { state in
      !state.lanes.isEmpty && state.problems.isEmpty
        && state.lanes.values.allSatisfy { $0.isReady(at: now, stuckAfter: stuckAfter) }
    }
  }

  /// A line for each problem, `problem store: store is down`, and for each lane, `lane 0: consuming`.
  public var report: String {
    let now = now()
    return state.withLock { state in
      let problems = state.problems.sorted { $0.key < $1.key }.map { "problem \($0.key): \($0.value)\n" }
      let lanes = state.lanes.sorted { $0.key < $1.key }
        .map { "lane \($0.key): \($0.value.text(at: now, stuckAfter: stuckAfter))\n" }
      return (problems + lanes).joined()
    }
  }

  private func change(_ lane: Int, _ change: (inout Lane) -> Void) {
    state.withLock { change(&$0.lanes[lane, default: Lane()]) }
  }
}

extension Health.LaneState {
  static let words = ["starting", "consuming", "waiting", "paused", "away", "draining", "stopped"]

  /// Its kind alone.
  var word: String {
    switch self {
    case .starting: "starting"
    case .consuming: "consuming"
    case .waiting: "waiting"
    case .paused: "paused"
    case .away: "away"
    case .draining: "draining"
    case .stopped: "stopped"
    }
  }

  var text: String {
    switch self {
    case .starting: "starting"
    case .consuming: "consuming"
    case .waiting(let why): "waiting, \(why)"
    case .paused(let why): "paused, \(why)"
    case .away(let why): "not consuming, \(why)"
    case .draining: "draining"
    case .stopped: "stopped"
    }
  }
}
