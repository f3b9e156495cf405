import WorkerRuntime

/// The broker's own reason for closing a channel or the connection.
struct BrokerClose: Equatable {
  /// AMQP's reply code, for example 404.
  var code: Int
  var text: String

  /// Turns the reason into an error.
  ///
  /// - Parameters:
  ///   - activity: what this side was doing, as the beginning of a sentence.
  ///   - fallback: the code if the reply code alone does not decide.
  /// - Returns: the error.
  func error(_ activity: String, otherwise fallback: BrokerError.Code) -> BrokerError {
    let code: BrokerError.Code =
      switch self.code {
      // 530 means a virtual host that does not exist or that the user may not enter.
      case 403, 530: .accessRefused
      // The broker was shut down by an operator, or has no resources left.
      case 320, 506: .unreachable
      default: fallback
      }
    return BrokerError(code, "\(activity): the broker says \(text)", status: self.code)
  }
}
