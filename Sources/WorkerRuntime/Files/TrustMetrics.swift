import CoreMetrics
import Metrics

/// Metrics about files that say who is trusted.
public enum TrustMetrics {
  /// Records whether the file of a setting can be used.
  public static func file(_ key: String, isUsable: Bool) {
    Meter(label: MetricName.trustFileProblem.rawValue, dimensions: [("file", key)]).set(isUsable ? 0 : 1)
  }

  /// Records how many trusted issuers have no revocation list.
  public static func issuersWithoutList(_ count: Int) {
    Meter(label: MetricName.issuersWithoutList.rawValue).set(count)
  }
}
