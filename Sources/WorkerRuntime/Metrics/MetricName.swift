/// A metric: its name on the page, its meaning, and the buckets of a distribution.
///
/// A metric is declared as a static member, in an extension, by the target that measures it. No label ever holds what a
/// citizen wrote; each label takes one of a few words.
public struct MetricName: Hashable, Sendable {
  /// The name on the page, `qabyldau_deliveries_total` for example.
  public let rawValue: String
  /// The metric's meaning, for the page and for docs/operations.md.
  public let help: String
  /// The upper bounds of a distribution's buckets; nil for other metrics.
  let buckets: [Double]?

  /// Declares a metric.
  ///
  /// - Parameters:
  ///   - rawValue: the name on the page.
  ///   - help: the meaning, in one line.
  ///   - buckets: the upper bounds of a distribution's buckets, growing; nil for other metrics.
  public init(_ rawValue: String, _ help: String, buckets: [Double]? = nil) {
    self.rawValue = rawValue
    self.help = help
    self.buckets = buckets
  }

  /// Declares a distribution of times in seconds, with buckets from 1 ms to 30 s.
  public static func seconds(_ rawValue: String, _ help: String) -> MetricName {
    MetricName(
      rawValue, help, buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30])
  }

  /// Compares the names, because each metric has a name of its own.
  public static func == (one: MetricName, other: MetricName) -> Bool { one.rawValue == other.rawValue }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
