import WorkerRuntime

/// How a call to the broker can fail.
enum CallFailure: Error {
  /// The broker refused. The channel is closed and can be opened again. With its own words, where it was the broker.
  case refused(BrokerError, BrokerClose?)
  /// The connection is dead.
  case connectionLost(BrokerError)

  var error: BrokerError {
    switch self {
    case .refused(let error, _), .connectionLost(let error): error
    }
  }
}
