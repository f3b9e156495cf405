import Admission
import CoreMetrics
import Metrics
import Signatures
import WorkerRuntime

/// Counts and times what intake looks up, by what came of it; never about whom.
enum LookupMetrics {
  /// The result of `work`, timed, and counted under the word for it.
  ///
  /// What throws counts as unavailable, and what is cancelled not at all.
  static func measuring<Result>(
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

  static func tell(
    _ count: MetricName, _ seconds: MetricName, _ dimension: (String, String), _ word: String,
    since start: ContinuousClock.Instant
  ) {
    Counter(label: count.rawValue, dimensions: [dimension, ("result", word)]).increment()
    Timer(label: seconds.rawValue, dimensions: [dimension]).record(duration: start.duration(to: .now))
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
