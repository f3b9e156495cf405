/// Exponential back-off with full jitter: delays under a bound that doubles from 0.1 s to 30 s.
public struct Backoff: Sendable {
  static let shortest = 0.1
  static let longest = 30.0

  private var bound = shortest

  /// Starts at the shortest bound.
  public init() {}

  /// The next delay, at random between 0 and the bound.
  public mutating func next() -> Duration { next(jitter: Double.random(in: 0...1)) }

  /// The next delay, which is the bound times `jitter`, a number from 0 to 1.
  mutating func next(jitter: Double) -> Duration {
    defer { bound = min(bound * 2, Self.longest) }
    return .milliseconds(Int(bound * jitter * 1000))
  }
}
