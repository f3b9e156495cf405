import CoreMetrics
import Metrics
import QueueContracts

/// What one lane counts and measures.
struct LaneMetrics: Sendable {
  private let lane: Int

  init(lane: Int) { self.lane = lane }

  private var own: [(String, String)] { [("lane", "\(lane)")] }

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

  func settled(_ plans: [Plan]) {
    Recorder(label: MetricName.batchSize.rawValue, aggregate: true).record(plans.count)
    for (labels, plans) in Dictionary(grouping: plans, by: { $0.ending.labels }) {
      let dimensions = [("outcome", labels[0]), ("reason", labels[1])]
      Counter(label: MetricName.deliveries.rawValue, dimensions: dimensions).increment(by: plans.count)
    }
    for quota in plans.compactMap(\.ending.quota) {
      Counter(label: MetricName.quota.rawValue, dimensions: [("quota", quota.rawValue)]).increment()
    }
  }

  func took(_ duration: Duration, in stage: Stage) {
    Timer(label: MetricName.stageSeconds.rawValue, dimensions: [("stage", stage.rawValue)]).record(duration: duration)
  }
}

extension Plan.Ending {
  /// The quota that makes it wait; nil if none does.
  var quota: Quota? {
    if case .retried(let reason) = self { Quota.allCases.first { $0.reason == reason } } else { nil }
  }

  /// Outcome and reason.
  ///
  /// What a retry waits for is a sentence, which is no label.
  fileprivate var labels: [String] {
    switch self {
    case .completed: ["completed", ""]
    case .repeated: ["repeated", ""]
    case .retried: ["retried", ""]
    case .parked(let code): ["parked", code.rawValue]
    case .givenBack: ["givenBack", ""]
    }
  }
}

/// What a lane does with a batch, in this order.
enum Stage: String, CaseIterable, Sendable {
  case decode, judge, commit, forward, publish, acknowledge
}
