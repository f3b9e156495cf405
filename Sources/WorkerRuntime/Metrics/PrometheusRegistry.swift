public import CoreMetrics
import Synchronization

/// Keeps the process's metrics, and writes them in Prometheus' text format 0.0.4.
///
/// Only metrics that are declared as a ``MetricName`` are kept. The metrics of libraries are left out, so the page
/// stays small.
public final class PrometheusRegistry: MetricsFactory {
  private struct Key: Hashable {
    let name: MetricName
    /// The labels as on the page, for example `lane="0"`.
    let labels: String
  }

  private let names: [MetricName]
  private let known: [String: MetricName]
  private let series = Mutex<[Key: PrometheusSeries]>([:])

  /// Creates an empty registry for the runtime's metrics and a worker's own.
  ///
  /// - Parameter own: a worker's own metrics; the page has them after the runtime's, in this order.
  public init(_ own: [MetricName] = []) {
    names = MetricName.ofRuntime + own
    known = Dictionary(names.map { ($0.rawValue, $0) }) { first, _ in first }
  }

  /// The page in Prometheus' text format.
  public var text: String {
    let series = series.withLock { $0 }
    var lines: [String] = []
    for name in names {
      let own = series.filter { $0.key.name == name }.sorted { $0.key.labels < $1.key.labels }
      guard let kind = own.first?.value.kind else { continue }
      lines += ["# HELP \(name.rawValue) \(name.help)", "# TYPE \(name.rawValue) \(kind.rawValue)"]
      for (key, series) in own { lines += series.lines(name: name.rawValue, labels: key.labels) }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func handler(
    _ label: String, _ dimensions: [(String, String)], _ kind: PrometheusSeries.Kind
  ) -> PrometheusSeries {
    guard let name = known[label] else { return PrometheusSeries(kind, buckets: []) }
    let labels = dimensions.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
    return series.withLock { series in
      let key = Key(name: name, labels: labels)
      if let known = series[key] { return known }
      let new = PrometheusSeries(kind, buckets: name.buckets ?? [])
      series[key] = new
      return new
    }
  }

  private static func escaped(_ value: String) -> String {
    // Every look-up of a metric calls this function. Few values need an escape, so the copies below are mostly avoided.
    let special = value.utf8.contains {
      $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
    }
    guard special else { return value }
    return value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  // MARK: MetricsFactory

  /// Returns the counter of this name and these labels.
  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    handler(label, dimensions, .counter)
  }

  /// Returns the gauge of this name and these labels.
  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    handler(label, dimensions, .gauge)
  }

  /// Returns the distribution of this name and these labels, or the gauge if `aggregate` is false.
  public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    handler(label, dimensions, aggregate ? .histogram : .gauge)
  }

  /// Returns the distribution of durations of this name and these labels.
  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    handler(label, dimensions, .histogram)
  }

  /// Keeps the counter: a series that vanishes would look like a restart.
  public func destroyCounter(_ handler: any CounterHandler) {}
  /// Keeps the gauge.
  public func destroyMeter(_ handler: any MeterHandler) {}
  /// Keeps the distribution.
  public func destroyRecorder(_ handler: any RecorderHandler) {}
  /// Keeps the distribution.
  public func destroyTimer(_ handler: any TimerHandler) {}
}
