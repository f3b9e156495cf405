import CoreMetrics
import Foundation
import QueueContracts
import Synchronization
import Testing

@testable import WorkerRuntime

@Suite("Metrics of a lane")
struct LaneMetricsTests {
  private let registry = PrometheusRegistry()

  private func plan(_ ending: Plan.Ending) -> Plan {
    Plan(
      delivery: Delivery(
        tag: DeliveryTag(1), routingKey: "", redelivered: false, deliveryCount: 0, message: BrokerMessage(body: Data())),
      messageId: nil, publications: [], ending: ending, committed: nil)
  }

  @Test("Each observation is counted under its own name and labels")
  func labels() {
    for lane in 0...1 {
      let metrics = LaneMetrics(lane: lane, factory: registry)
      for _ in 0..<2 {
        metrics.entered(.consuming)
        metrics.blocked(true)
        metrics.rebuilt()
        metrics.paused(by: "store")
        metrics.holds(7 + lane)
        metrics.settled([plan(.completed), plan(.completed), plan(.parked(.portalRejected)), plan(.repeated)])
        metrics.settled([
          plan(.retried(reason: Quota.parked.reason)), plan(.retried(reason: "a register")), plan(.givenBack),
        ])
        for stage in Stage.allCases { metrics.took(.milliseconds(2), in: stage) }
      }
      metrics.entered(.paused("store"))
    }
    let lines = registry.text.split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.contains("_bucket{") }
    var expected = [
      "qabyldau_batch_size_count 8", "qabyldau_batch_size_sum 28.0",
      #"qabyldau_deliveries_total{outcome="completed",reason=""} 8.0"#,
      #"qabyldau_deliveries_total{outcome="parked",reason="portal.rejected"} 4.0"#,
      #"qabyldau_deliveries_total{outcome="repeated",reason=""} 4.0"#,
      #"qabyldau_deliveries_total{outcome="retried",reason=""} 8.0"#,
      #"qabyldau_deliveries_total{outcome="givenBack",reason=""} 4.0"#,
      #"qabyldau_pauses_total{what="store"} 4.0"#, #"qabyldau_quota_total{quota="parked"} 4.0"#,
      #"qabyldau_in_hand{lane="0"} 7.0"#, #"qabyldau_in_hand{lane="1"} 8.0"#,
    ]
    for lane in 0...1 {
      expected.append("qabyldau_lane_blocked{lane=\"\(lane)\"} 1.0")
      expected.append("qabyldau_lane_rebuilds_total{lane=\"\(lane)\"} 2.0")
      for word in Health.LaneState.words {
        expected.append("qabyldau_lane_state{lane=\"\(lane)\",state=\"\(word)\"} \(word == "paused" ? "1.0" : "0.0")")
      }
    }
    for stage in Stage.allCases {
      expected.append("qabyldau_stage_seconds_count{stage=\"\(stage.rawValue)\"} 4")
      expected.append("qabyldau_stage_seconds_sum{stage=\"\(stage.rawValue)\"} 0.008")
    }
    #expect(Set(lines.map(String.init)) == Set(expected))
  }

  @Test("A metric handle is made once for each set of labels")
  func once() {
    let made = Mutex<[String]>([])
    let handles = MetricHandles<String, Counter> { [registry] word in
      made.withLock { $0.append(word) }
      return Counter(label: MetricName.pauses.rawValue, dimensions: [("what", word)], factory: registry)
    }
    for word in ["store", "portal", "store", "store", "portal"] { handles[word].increment() }
    #expect(made.withLock { $0 } == ["store", "portal"])
    #expect(registry.text.contains("qabyldau_pauses_total{what=\"portal\"} 2.0\n"))
    #expect(registry.text.contains("qabyldau_pauses_total{what=\"store\"} 3.0\n"))
  }
}
