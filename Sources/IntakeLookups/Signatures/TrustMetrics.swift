import CoreMetrics
import Metrics
import WorkerBase
import WorkerRuntime

/// Metrics about files that say who is trusted.
enum TrustMetrics {
  /// Records whether the file that a setting names can be used.
  static func file(_ key: String, isUsable: Bool) {
    Meter(label: MetricName.trustFileProblem.rawValue, dimensions: [("file", key)]).set(isUsable ? 0 : 1)
  }

  /// Records how many trusted issuers have no revocation list.
  static func issuersWithoutList(_ count: Int) {
    Meter(label: MetricName.issuersWithoutList.rawValue).set(count)
  }
}

extension FileMemory.Role {
  /// The role of a file that says who is trusted: a metric shows whether the file can be used.
  static func trust(_ key: String) -> Self { .trust { TrustMetrics.file(key, isUsable: $0) } }
}
