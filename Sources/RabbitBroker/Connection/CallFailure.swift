import WorkerRuntime

/// The failure of a call to the broker.
enum CallFailure: Error {
  /// The call was refused; the channel is closed and can be reopened.
  ///
  /// The second value is the broker's reason, nil if the refusal was not its own.
  case refused(BrokerError, BrokerClose?)
  /// The connection is dead.
  case connectionLost(BrokerError)

  var error: BrokerError {
    switch self {
    case .refused(let error, _), .connectionLost(let error): error
    }
  }
}
