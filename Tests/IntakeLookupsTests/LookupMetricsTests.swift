import Testing
import WorkerRuntime

@testable import IntakeLookups

@Suite("Metrics of intake's look-ups")
struct LookupMetricsTests {
  private struct Failure: Error {}

  @Test(
    "Look-ups are counted by name and result; an error counts as `unavailable`, a cancellation does not count"
  )
  func labels() async throws {
    let registry = PrometheusRegistry(MetricName.ofLookups)
    let metrics = LookupMetrics(factory: { registry })
    let found = ["good", "good", "unreadable"]
    for word in found {
      _ = try await metrics.measuring(.lookups, .lookupSeconds, ("lookup", "document")) {
        word
      } word: {
        $0
      }
    }
    for error in [Failure(), CancellationError()] as [any Error] {
      await #expect(throws: (any Error).self) {
        try await metrics.measuring(.lookups, .lookupSeconds, ("lookup", "document")) {
          throw error
        } word: {
          "never"
        }
      }
    }
    metrics.tell(.lookups, .lookupSeconds, ("lookup", "guardianship"), "found", since: .now)
    metrics.tell(.signatureChecks, .signatureSeconds, ("kind", "eds"), "genuine", since: .now)
    let lines = registry.text.split(separator: "\n").map(String.init)
    #expect(
      lines.filter { $0.contains("_total{") } == [
        #"qabyldau_lookups_total{lookup="document",result="good"} 2.0"#,
        #"qabyldau_lookups_total{lookup="document",result="unavailable"} 1.0"#,
        #"qabyldau_lookups_total{lookup="document",result="unreadable"} 1.0"#,
        #"qabyldau_lookups_total{lookup="guardianship",result="found"} 1.0"#,
        #"qabyldau_signature_checks_total{kind="eds",result="genuine"} 1.0"#,
      ])
    #expect(
      lines.filter { $0.contains("_count{") } == [
        #"qabyldau_lookup_seconds_count{lookup="document"} 4"#,
        #"qabyldau_lookup_seconds_count{lookup="guardianship"} 1"#,
        #"qabyldau_signature_seconds_count{kind="eds"} 1"#,
      ])
  }
}
