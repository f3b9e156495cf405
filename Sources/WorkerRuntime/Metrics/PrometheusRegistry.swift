public import CoreMetrics
import Synchronization

/// Holds the process's metrics, and writes them as Prometheus' text format 0.0.4.
///
/// For names of ``MetricName`` alone: what libraries measure of themselves under other names is left out, so that the
/// page stays bounded.
public final class PrometheusRegistry: MetricsFactory {
  private struct Key: Hashable {
    let name: MetricName
    /// As on the page: `{lane="0"}`.
    let labels: String
  }

  private let series = Mutex<[Key: PrometheusSeries]>([:])

  public init() {}

  /// The page.
  public var text: String {
    let series = series.withLock { $0 }
    var lines: [String] = []
    for name in MetricName.allCases {
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
    guard let name = MetricName(rawValue: label) else { return PrometheusSeries(kind, buckets: []) }
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
    // Each observation comes by here, and hardly a word needs it.
    let special = value.utf8.contains {
      $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
    }
    guard special else { return value }
    return value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  // MARK: MetricsFactory

  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    handler(label, dimensions, .counter)
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    handler(label, dimensions, .gauge)
  }

  public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    handler(label, dimensions, aggregate ? .histogram : .gauge)
  }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    handler(label, dimensions, .histogram)
  }

  // What was counted stays: a series that vanishes looks like a restart.
  public func destroyCounter(_ handler: any CounterHandler) {}
  public func destroyMeter(_ handler: any MeterHandler) {}
  public func destroyRecorder(_ handler: any RecorderHandler) {}
  public func destroyTimer(_ handler: any TimerHandler) {}
}
