import WorkerRuntime

/// The failure of a call to the broker.
enum CallFailure: Error {
  /// The call was refused, and the connection goes on.
  ///
  /// The second value is the reason that the broker gave when it closed the channel, which can be reopened. The second
  /// value is nil if the call was refused on this side, before it reached the broker.
  case refused(BrokerError, BrokerClose?)
  /// The connection is dead.
  case connectionLost(BrokerError)

  var error: BrokerError {
    switch self {
    case .refused(let error, _), .connectionLost(let error): error
    }
  }
}
