import CoreMetrics
import Testing

@testable import WorkerRuntime

@Suite("Metrics")
struct MetricsTests {
  @Test("The metrics page has help, type and one line for each set of labels, in a fixed order")
  func page() {
    let registry = PrometheusRegistry()
    registry.makeCounter(label: "qabyldau_lane_rebuilds_total", dimensions: [("lane", "1")]).increment(by: 2)
    registry.makeCounter(label: "qabyldau_lane_rebuilds_total", dimensions: [("lane", "0")]).increment(by: 1)
    registry.makeCounter(label: "qabyldau_lane_rebuilds_total", dimensions: [("lane", "1")]).increment(by: 1)
    registry.makeMeter(label: "qabyldau_in_hand", dimensions: [("lane", "a\"b\\")]).set(7.5)
    #expect(
      registry.text == """
        # HELP qabyldau_in_hand Deliveries that a lane has taken and not settled.
        # TYPE qabyldau_in_hand gauge
        qabyldau_in_hand{lane="a\\"b\\\\"} 7.5
        # HELP qabyldau_lane_rebuilds_total How often a lane lost its broker and was built anew.
        # TYPE qabyldau_lane_rebuilds_total counter
        qabyldau_lane_rebuilds_total{lane="0"} 1.0
        qabyldau_lane_rebuilds_total{lane="1"} 3.0

        """)
  }

  @Test("A distribution counts each value in every bucket whose bound is the value or more")
  func distribution() {
    let registry = PrometheusRegistry()
    let size = registry.makeRecorder(label: "qabyldau_batch_size", dimensions: [], aggregate: true)
    for value in [1.0, 3, 5000] { size.record(value) }
    let lines = registry.text.split(separator: "\n")
    #expect(lines.contains(#"qabyldau_batch_size_bucket{le="1.0"} 1"#))
    #expect(lines.contains(#"qabyldau_batch_size_bucket{le="5.0"} 2"#))
    #expect(lines.contains(#"qabyldau_batch_size_bucket{le="1000.0"} 2"#))
    #expect(lines.contains(#"qabyldau_batch_size_bucket{le="+Inf"} 3"#))
    #expect(lines.suffix(2) == ["qabyldau_batch_size_sum 5004.0", "qabyldau_batch_size_count 3"])
    registry.makeTimer(label: "qabyldau_stage_seconds", dimensions: [("stage", "judging")]).recordNanoseconds(2_000_000)
    #expect(registry.text.contains(#"qabyldau_stage_seconds_bucket{stage="judging",le="0.0025"} 1"#))
  }

  @Test("A worker's own metric is on the page after the runtime's metrics, with its declared meaning and buckets")
  func own() {
    let meals = MetricName("meals_cooked_total", "Meals that were cooked.")
    let seconds = MetricName.seconds("meal_seconds", "Time until a meal was cooked.")
    let registry = PrometheusRegistry([meals, seconds])
    registry.makeTimer(label: "meal_seconds", dimensions: []).recordNanoseconds(2_000_000)
    registry.makeCounter(label: "meals_cooked_total", dimensions: []).increment(by: 3)
    registry.makeMeter(label: "qabyldau_in_hand", dimensions: []).set(1.0)
    let lines = registry.text.split(separator: "\n")
    #expect(lines.first == "# HELP qabyldau_in_hand Deliveries that a lane has taken and not settled.")
    #expect(lines.contains("# HELP meals_cooked_total Meals that were cooked."))
    #expect(lines.contains(#"meal_seconds_bucket{le="0.0025"} 1"#))
    #expect(!PrometheusRegistry().text.contains("meal"))
  }

  @Test("Metrics of libraries are not on the page")
  func strangers() {
    let registry = PrometheusRegistry()
    registry.makeCounter(label: "http_client_requests", dimensions: [("path", "/850101300005")]).increment(by: 1)
    #expect(registry.text.isEmpty)
  }
}
