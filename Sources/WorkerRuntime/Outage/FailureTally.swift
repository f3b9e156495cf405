/// Says whose fault a failure of a service is: one message's, or the service's.
///
/// A value that is told the time and what a probe saw; it asks nobody.
struct FailureTally: Sendable {
  typealias Instant = ContinuousClock.Instant

  enum Fault: Sendable, Equatable {
    /// This message waits; its neighbours can be served.
    case message
    /// No message can be served.
    case service
  }

  /// So many different messages that fail one after the other are no coincidence.
  static let several = 3
  /// How long one message can be taken for a sign of an outage while a probe finds the service there.
  ///
  /// Without an end, a lane whose only messages in hand are faulty would wait for them for ever, and all others behind
  /// them. It is long because each time costs a message an attempt, and what is given back a delivery.
  static let patience = Duration.seconds(1800)
  /// Who failed first says all; of a long outage no more has to be remembered.
  private static let remembered = 1000

  /// Since the last proper answer: which messages failed, and when each did so first.
  private var failing: [String: Instant] = [:]

  /// The service has served some message properly.
  mutating func answered() { failing.removeAll() }

  /// The service has failed a message.
  mutating func failed(_ message: String, at now: Instant) {
    if failing[message] == nil, failing.count < Self.remembered { failing[message] = now }
  }

  /// Whose fault the failure of a message is.
  mutating func fault(of message: String, after sight: ProbeSight, at now: Instant) -> Fault {
    switch sight {
    case .nothing: return .service
    case .working:
      answered()
      return .message
    case .present:
      let hasWaited = failing[message].map { now - $0 >= Self.patience } ?? false
      return failing.count >= Self.several && !hasWaited ? .service : .message
    }
  }
}

/// What a probe saw of a service.
enum ProbeSight: Sendable, Equatable {
  /// No answer.
  case nothing
  /// It is there; whether it serves anybody is not known.
  case present
  /// It answers what it answered before.
  case working
}
