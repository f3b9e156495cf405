import CoreMetrics
import Metrics

/// What an operator can be alerted by about files that say who is believed.
public enum TrustMetrics {
  public static func file(_ key: String, isUsable: Bool) {
    Meter(label: MetricName.trustFileProblem.rawValue, dimensions: [("file", key)]).set(isUsable ? 0 : 1)
  }

  public static func issuersWithoutList(_ count: Int) {
    Meter(label: MetricName.issuersWithoutList.rawValue).set(count)
  }
}
