import CoreMetrics
import Metrics
import Synchronization

/// The state of each lane of this process, and the problems of the process as a whole.
///
/// Ready means that a message would be handled now, which is more than being connected. The health server has no login,
/// so states and problems name only services and queues. Addresses, paths and the texts of errors belong in the log.
public final class Health: Sendable {
  /// The state of one lane.
  public enum LaneState: Sendable, Equatable {
    /// The lane has not connected yet.
    case starting
    /// The lane takes deliveries.
    case consuming
    /// The lane has deliveries and waits for another lane of the process; the text says why.
    case waiting(String)
    /// The lane waits, because a service is down or an operator has paused the worker; the text says which.
    case paused(String)
    /// The lane has failed, e.g. it has lost its broker, and will be built anew; the text says why.
    case failed(String)
    /// The lane finishes the deliveries in hand and takes no more.
    case draining
    /// The lane has ended.
    case stopped
  }

  private struct Lane {
    var state = LaneState.starting
    /// True while the broker blocks the lane's publisher.
    var isBlocked = false
    /// The stage in which each batch is, and the time at which the stage began.
    var stages: [StageRun: (name: String, since: ContinuousClock.Instant)] = [:]

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
    /// The number of runs of stages so far.
    var stageRuns = 0
  }

  private let state = Mutex(State())
  private let stuckAfter: Duration
  private let now: @Sendable () -> ContinuousClock.Instant

  /// Creates the health of a process that has no lanes yet.
  ///
  /// - Parameters:
  ///   - stuckSeconds: how long a lane may be in one stage before it counts as stuck, over 0.
  ///   - now: the clock that stages are measured by.
  public init(stuckSeconds: Double = 60, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
    stuckAfter = .seconds(stuckSeconds)
    self.now = now
  }

  /// Notes the state of a lane.
  public func set(_ state: LaneState, lane: Int) { change(lane) { $0.state = state } }

  /// Notes that the broker blocks a lane's publisher, or takes its publications again.
  ///
  /// - Parameters:
  ///   - reason: the broker's reason, which the report leaves out; nil when the broker takes publications again.
  ///   - lane: the lane whose publisher is meant.
  func setBlocked(_ reason: String?, lane: Int) { change(lane) { $0.isBlocked = reason != nil } }

  /// One run of a stage with one batch.
  struct StageRun: Hashable, Sendable {
    fileprivate let number: Int
  }

  /// Notes that the lane begins a stage with one of its batches.
  ///
  /// - Parameters:
  ///   - stage: the stage's verb, e.g. `commit`.
  ///   - lane: the lane's number in this process.
  /// - Returns: this run of the stage, to be passed to ``leave(_:lane:)``.
  func enter(stage: String, lane: Int) -> StageRun {
    state.withLock { state in
      state.stageRuns += 1
      state.lanes[lane, default: Lane()].stages[StageRun(number: state.stageRuns)] = (stage, now())
      return StageRun(number: state.stageRuns)
    }
  }

  /// Notes that the lane has finished a stage with one of its batches.
  func leave(_ run: StageRun, lane: Int) { change(lane) { $0.stages[run] = nil } }

  /// Runs `work` as a stage of the lane and returns its result; see ``enter(stage:lane:)``.
  func inStage<Result>(
    _ stage: String, lane: Int, _ work: () async throws -> Result
  ) async rethrows -> Result {
    let run = enter(stage: stage, lane: lane)
    defer { leave(run, lane: lane) }
    return try await work()
  }

  /// Notes a problem that keeps every lane from handling messages, or notes that the problem is over.
  ///
  /// - Parameters:
  ///   - name: the problem's name in the report and in the metric, e.g. `store`.
  ///   - text: what is wrong and what to run, without an address; nil when the problem is over.
  public func setProblem(_ name: String, _ text: String?) {
    state.withLock { $0.problems[name] = text }
    Meter(label: MetricName.problem.rawValue, dimensions: [("problem", name)]).set(text == nil ? 0 : 1)
  }

  /// True if there is at least one lane, every lane would handle a message now, and there is no problem.
  public var isReady: Bool {
    let now = now()
    return state.withLock { state in
      !state.lanes.isEmpty && state.problems.isEmpty
        && state.lanes.values.allSatisfy { $0.isReady(at: now, stuckAfter: stuckAfter) }
    }
  }

  /// The page of `/ready`, with lines such as `problem store: store is down` and `lane 0: consuming`.
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

  /// The state's name alone, without its reason.
  var word: String {
    switch self {
    case .starting: "starting"
    case .consuming: "consuming"
    case .waiting: "waiting"
    case .paused: "paused"
    case .failed: "away"
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
    case .failed(let why): "not consuming, \(why)"
    case .draining: "draining"
    case .stopped: "stopped"
    }
  }
}
