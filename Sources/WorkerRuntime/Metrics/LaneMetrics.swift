import CoreMetrics
import Metrics
import QueueContracts

/// What one lane counts and measures.
struct LaneMetrics: Sendable {
  enum Stage: String { case judging, recording, handingOver, sending }

  private let lane: String

  init(lane: Int) { self.lane = "\(lane)" }

  private var own: [(String, String)] { [("lane", lane)] }

  func entered(_ state: Health.LaneState) {
    for word in Health.LaneState.words {
      Meter(label: MetricName.laneState.rawValue, dimensions: own + [("state", word)]).set(word == state.word ? 1 : 0)
    }
  }

  func blocked(_ isBlocked: Bool) {
    Meter(label: MetricName.laneBlocked.rawValue, dimensions: own).set(isBlocked ? 1 : 0)
  }

  func rebuilt() { Counter(label: MetricName.laneRebuilds.rawValue, dimensions: own).increment() }

  func paused(by what: String) { Counter(label: MetricName.pauses.rawValue, dimensions: [("what", what)]).increment() }

  func holds(_ count: Int) { Meter(label: MetricName.inHand.rawValue, dimensions: own).set(count) }

  func settled(_ plan: SettlementPlan) {
    Recorder(label: MetricName.batchSize.rawValue, aggregate: true).record(plan.steps.count)
    for (labels, steps) in Dictionary(grouping: plan.steps, by: { $0.ending.labels }) {
      let dimensions = [("outcome", labels[0]), ("reason", labels[1])]
      Counter(label: MetricName.deliveries.rawValue, dimensions: dimensions).increment(by: steps.count)
    }
  }

  /// The result of a stage, and how long it took; a stage that fails is not measured.
  func measuring<Result>(_ stage: Stage, _ work: () async throws -> Result) async rethrows -> Result {
    let start = ContinuousClock.now
    let result = try await work()
    Timer(label: MetricName.stageSeconds.rawValue, dimensions: [("stage", stage.rawValue)])
      .record(duration: start.duration(to: .now))
    return result
  }
}

extension SettlementPlan.Ending {
  /// Outcome and reason.
  ///
  /// What a retry waits for is a sentence, which is no label.
  fileprivate var labels: [String] {
    switch self {
    case .completed: ["completed", ""]
    case .repeated: ["repeated", ""]
    case .retried: ["retried", ""]
    case .parked(let code): ["parked", code.rawValue]
    }
  }
}
