import CoreMetrics
import Synchronization

/// One metric under one set of labels.
final class PrometheusSeries: CounterHandler, MeterHandler, RecorderHandler, TimerHandler {
  enum Kind: String { case counter, gauge, histogram }

  private struct State {
    /// The value of a counter or gauge; the sum of a histogram's values.
    var value = 0.0
    var count: UInt64 = 0
    /// For each bucket, the number of values that fall into it: over the previous bucket's bound, up to its own bound.
    var buckets: [UInt64]
  }

  let kind: Kind
  private let bounds: [Double]
  private let state: Mutex<State>

  init(_ kind: Kind, buckets bounds: [Double]) {
    self.kind = kind
    self.bounds = bounds
    state = Mutex(State(buckets: bounds.map { _ in 0 }))
  }

  func lines(name: String, labels: String) -> [String] {
    let state = state.withLock { $0 }
    let own = labels.isEmpty ? "" : "{\(labels)}"
    guard kind == .histogram else { return ["\(name)\(own) \(state.value)"] }
    let prefix = labels.isEmpty ? "" : labels + ","
    // On the metrics page, the count of each bucket includes the values of all buckets before it.
    var sum: UInt64 = 0
    let sums = state.buckets.map { own -> UInt64 in
      sum += own
      return sum
    }
    let buckets = zip(bounds.map { "\($0)" } + ["+Inf"], sums + [state.count])
    return buckets.map { bound, count in "\(name)_bucket{\(prefix)le=\"\(bound)\"} \(count)" }
      + ["\(name)_sum\(own) \(state.value)", "\(name)_count\(own) \(state.count)"]
  }

  private func observe(_ value: Double) {
    let bucket = bounds.firstIndex { value <= $0 }
    state.withLock { state in
      state.value += value
      state.count += 1
      if let bucket { state.buckets[bucket] += 1 }
    }
  }

  // MARK: Handlers

  func increment(by amount: Int64) { state.withLock { $0.value += Double(amount) } }
  func reset() { state.withLock { $0.value = 0 } }

  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { state.withLock { $0.value = value } }
  func increment(by amount: Double) { state.withLock { $0.value += amount } }
  func decrement(by amount: Double) { state.withLock { $0.value -= amount } }

  func record(_ value: Int64) { record(Double(value)) }
  func record(_ value: Double) { kind == .histogram ? observe(value) : set(value) }

  func recordNanoseconds(_ duration: Int64) { observe(Double(duration) / 1_000_000_000) }
}
