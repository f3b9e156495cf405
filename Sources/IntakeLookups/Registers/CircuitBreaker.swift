/// Keeps callers away from a service that keeps failing.
///
/// After some failures in a row the service is not asked for a while. Then one probe decides whether it is asked again.
///
/// It is a pure value: callers pass in the time.
struct CircuitBreaker: Sendable {
  typealias Instant = ContinuousClock.Instant

  /// The permission to ask once.
  ///
  /// The outcome of a question is reported with its permit. So a question from before the circuit opened can neither
  /// close the circuit nor keep it open longer.
  struct Permit: Sendable {
    fileprivate let round: Int
  }

  enum Outcome: Sendable {
    case worked
    case failed
    /// The question was cancelled, so nothing is known about the service.
    case unknown
  }

  /// A change of the circuit, for a log line.
  enum Change: Sendable {
    case opened
    case closed
  }

  /// A breaker that never opens.
  ///
  /// It is for a service whose outages the lane itself handles, and whose failures may be the fault of one message.
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

  /// Creates a closed circuit.
  ///
  /// - Parameters:
  ///   - failuresToOpen: the number of failures in a row that open the circuit, 1 or more.
  ///   - openFor: the time for which the circuit then stays open.
  init(failuresToOpen: Int, openFor: Duration) {
    self.failuresToOpen = failuresToOpen
    self.openFor = openFor
  }

  /// The permit to ask now; nil if no caller may ask now.
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

  /// Takes the outcome of a question, and returns the change of the circuit, if any.
  mutating func report(_ outcome: Outcome, of permit: Permit, at now: Instant) -> Change? {
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
    // The next caller becomes the probe. Otherwise a cancelled probe would keep the circuit open for ever.
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
