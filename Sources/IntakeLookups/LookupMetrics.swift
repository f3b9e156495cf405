import Admission
import CoreMetrics
import Metrics
import Signatures
import WorkerRuntime

/// Counts intake's look-ups by result, and measures how long they take.
struct LookupMetrics: Sendable {
  private struct Labels: Hashable {
    let name: MetricName
    let label: String
    let value: String
    /// The result; empty for times, which are measured over all results.
    var result = ""
  }

  /// The metrics of the process.
  static let shared = LookupMetrics(factory: { MetricsSystem.factory })

  private let counters: MetricHandles<Labels, Counter>
  private let timers: MetricHandles<Labels, Timer>

  /// Creates the metrics.
  ///
  /// - Parameter factory: returns the registry of metrics; called when a metric is first needed.
  init(factory: @escaping @Sendable () -> any MetricsFactory) {
    counters = MetricHandles {
      let dimensions = [($0.label, $0.value), ("result", $0.result)]
      return Counter(label: $0.name.rawValue, dimensions: dimensions, factory: factory())
    }
    timers = MetricHandles {
      Timer(label: $0.name.rawValue, dimensions: [($0.label, $0.value)], factory: factory())
    }
  }

  /// Runs `work`, measures its time, and counts its result.
  ///
  /// An error counts as unavailable. A cancellation is not counted.
  func measuring<Result>(
    _ count: MetricName, _ seconds: MetricName, _ dimension: (String, String), _ work: () async throws -> Result,
    word: (Result) -> String
  ) async throws -> Result {
    let start = ContinuousClock.now
    do {
      let result = try await work()
      tell(count, seconds, dimension, word(result), since: start)
      return result
    } catch {
      if !(error is CancellationError) { tell(count, seconds, dimension, "unavailable", since: start) }
      throw error
    }
  }

  func tell(
    _ count: MetricName, _ seconds: MetricName, _ dimension: (String, String), _ word: String,
    since start: ContinuousClock.Instant
  ) {
    let (label, value) = dimension
    counters[Labels(name: count, label: label, value: value, result: word)].increment()
    timers[Labels(name: seconds, label: label, value: value)].record(duration: start.duration(to: .now))
  }
}

extension Lookup {
  var word: String {
    switch self {
    case .notAsked: "notAsked"
    case .found: "found"
    case .notFound: "notFound"
    case .unavailable: "unavailable"
    }
  }
}

extension DocumentFact {
  var word: String {
    switch self {
    case .good, .picture: "good"
    case .unreadable, .notOpened: "unreadable"
    case .noPicture: "wrongFormat"
    }
  }
}

extension SignatureVerdict {
  var word: String {
    switch self {
    case .genuine: "genuine"
    case .invalid: "invalid"
    case .otherSigner: "otherSigner"
    case .unsupported: "unsupported"
    case .unknown: "unavailable"
    }
  }
}
