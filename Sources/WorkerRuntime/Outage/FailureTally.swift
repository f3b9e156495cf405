/// Decides whose fault a failure of a service is: the message's or the service's.
///
/// The tally is a value. It calls nothing itself: its caller passes the time and the result of a probe.
struct FailureTally: Sendable {
  typealias Instant = ContinuousClock.Instant

  enum Fault: Sendable, Equatable {
    /// The fault is the message's: this message waits, and other messages can be served.
    case message
    /// The fault is the service's: no message can be served.
    case service
  }

  /// The number of different messages that fail in a row before their failures count as the service's fault.
  static let several = 3
  /// How long a message's failures can count as the service's fault although a probe reaches the service.
  ///
  /// Without this limit, a lane that has only faulty messages in hand would wait for ever, and so would the messages
  /// behind them. The limit is long, because after it each failure costs the message an attempt.
  static let patience = Duration.seconds(1800)
  /// The number of failed messages that are remembered, which is enough for a long outage.
  private static let remembered = 1000

  /// The messages that have failed since the last good answer, with the time at which each failed first.
  private var failing: [String: Instant] = [:]

  /// Notes that the service has served a message.
  mutating func answered() { failing.removeAll() }

  /// Notes that the service has failed to serve a message.
  mutating func failed(_ message: String, at now: Instant) {
    if failing[message] == nil, failing.count < Self.remembered { failing[message] = now }
  }

  /// Decides whose fault the failure of a message is.
  mutating func fault(of message: String, after result: ProbeResult, at now: Instant) -> Fault {
    switch result {
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

/// The result of probing a service.
enum ProbeResult: Sendable, Equatable {
  /// The service did not answer.
  case nothing
  /// The service can be reached; it is not known whether it can serve a message.
  case present
  /// The service has again answered a request that it had answered earlier, so it works.
  case working
}
