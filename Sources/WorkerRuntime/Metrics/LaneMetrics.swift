import CoreMetrics
import Metrics
import QueueContracts

/// The metrics of one lane.
struct LaneMetrics: Sendable {
  private let states: MetricHandles<String, Meter>
  private let blocked: Meter
  private let rebuilds: Counter
  private let pauses: MetricHandles<String, Counter>
  private let inHand: Meter
  private let batchSize: Recorder
  private let deliveries: MetricHandles<Plan.Ending.Labels, Counter>
  private let quotas: MetricHandles<Quota, Counter>
  private let stages: MetricHandles<Stage, Timer>

  /// Creates the metrics of a lane.
  ///
  /// - Parameters:
  ///   - lane: the lane's number in this process.
  ///   - factory: the registry; the process's registry unless a test passes another one.
  init(lane: Int, factory: any MetricsFactory = MetricsSystem.factory) {
    let own = [("lane", "\(lane)")]
    states = MetricHandles {
      Meter(label: MetricName.laneState.rawValue, dimensions: own + [("state", $0)], factory: factory)
    }
    blocked = Meter(label: MetricName.laneBlocked.rawValue, dimensions: own, factory: factory)
    rebuilds = Counter(label: MetricName.laneRebuilds.rawValue, dimensions: own, factory: factory)
    pauses = MetricHandles {
      Counter(label: MetricName.pauses.rawValue, dimensions: [("what", $0)], factory: factory)
    }
    inHand = Meter(label: MetricName.inHand.rawValue, dimensions: own, factory: factory)
    batchSize = Recorder(label: MetricName.batchSize.rawValue, aggregate: true, factory: factory)
    deliveries = MetricHandles {
      let dimensions = [("outcome", $0.outcome), ("reason", $0.reason)]
      return Counter(label: MetricName.deliveries.rawValue, dimensions: dimensions, factory: factory)
    }
    quotas = MetricHandles {
      Counter(label: MetricName.quota.rawValue, dimensions: [("quota", $0.rawValue)], factory: factory)
    }
    stages = MetricHandles {
      Timer(label: MetricName.stageSeconds.rawValue, dimensions: [("stage", $0.rawValue)], factory: factory)
    }
  }

  func entered(_ state: Health.LaneState) {
    for word in Health.LaneState.words { states[word].set(word == state.word ? 1 : 0) }
  }

  func blocked(_ isBlocked: Bool) { blocked.set(isBlocked ? 1 : 0) }

  func rebuilt() { rebuilds.increment() }

  func paused(by what: String) { pauses[what].increment() }

  func holds(_ count: Int) { inHand.set(count) }

  func settled(_ plans: [Plan]) {
    batchSize.record(plans.count)
    var counts: [Plan.Ending.Labels: Int] = [:]
    for plan in plans {
      counts[plan.ending.labels, default: 0] += 1
      if let quota = plan.ending.quota { quotas[quota].increment() }
    }
    for (labels, count) in counts { deliveries[labels].increment(by: count) }
  }

  func took(_ duration: Duration, in stage: Stage) { stages[stage].record(duration: duration) }
}

extension Plan.Ending {
  /// The quota because of which the message waits; nil if it waits for another reason or not at all.
  var quota: Quota? {
    if case .retried(let reason) = self { Quota.allCases.first { $0.reason == reason } } else { nil }
  }

  /// The labels under which a delivery is counted.
  struct Labels: Hashable, Sendable {
    let outcome: String
    var reason = ""
  }

  /// The labels of this ending.
  ///
  /// The reason of a retry is no label, because it is a sentence and not a code.
  fileprivate var labels: Labels {
    switch self {
    case .completed: Labels(outcome: "completed")
    case .repeated: Labels(outcome: "repeated")
    case .retried: Labels(outcome: "retried")
    case .parked(let code): Labels(outcome: "parked", reason: code.rawValue)
    case .givenBack: Labels(outcome: "givenBack")
    }
  }
}

/// The stages of a batch, in their order.
enum Stage: String, CaseIterable, Sendable {
  case decode, judge, commit, forward, publish, acknowledge
}
