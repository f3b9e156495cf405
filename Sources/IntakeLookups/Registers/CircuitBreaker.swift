/// Spares callers a service that keeps failing: after some failures in a row nobody asks for a while, then one probe
/// decides.
///
/// A value that is told the time; it asks nobody and waits for nothing.
struct CircuitBreaker: Sendable {
  typealias Instant = ContinuousClock.Instant

  /// The right to ask once.
  ///
  /// How it went is reported with it, so that what was asked before the circuit opened cannot close or prolong it.
  struct Permit: Sendable {
    fileprivate let round: Int
  }

  enum Outcome: Sendable {
    case worked
    case failed
    /// Called off: it says nothing about the service.
    case unknown
  }

  /// For a log line.
  enum Turn: Sendable {
    case opened
    case closed
  }

  /// Never opens: for a service whose outages a lane waits out, and whose failure may be one message's.
  static let never = CircuitBreaker(failuresToOpen: .max, openFor: .zero)

  private enum State {
    case closed(failures: Int)
    case open(until: Instant)
    case probing
  }

  private let failuresToOpen: Int
  private let openFor: Duration
  private var state = State.closed(failures: 0)
  private var round = 0

  /// - Parameters:
  ///   - failuresToOpen: how many in a row, 1 or more.
  ///   - openFor: how long nobody asks.
  init(failuresToOpen: Int, openFor: Duration) { (self.failuresToOpen, self.openFor) = (failuresToOpen, openFor) }

  /// Nil where nobody shall ask now.
  mutating func permit(at now: Instant) -> Permit? {
    switch state {
    case .closed: return Permit(round: round)
    case .open(let until):
      guard now >= until else { return nil }
      enter(.probing)
      return Permit(round: round)
    case .probing: return nil
    }
  }

  /// Takes the outcome of a call, and says what turned by it.
  mutating func report(_ outcome: Outcome, of permit: Permit, at now: Instant) -> Turn? {
    guard permit.round == round else { return nil }
    switch (state, outcome) {
    case (.closed, .worked): state = .closed(failures: 0)
    case (.closed(let failures), .failed) where failures + 1 < failuresToOpen: state = .closed(failures: failures + 1)
    case (.closed, .failed):
      enter(.open(until: now + openFor))
      return .opened
    case (.probing, .worked):
      enter(.closed(failures: 0))
      return .closed
    case (.probing, .failed): enter(.open(until: now + openFor))
    // Whoever comes next probes: without this, a probe that was called off would keep the circuit open for ever.
    case (.probing, .unknown): enter(.open(until: now))
    case (.closed, .unknown), (.open, _): break
    }
    return nil
  }

  private mutating func enter(_ next: State) {
    state = next
    round += 1
  }
}
