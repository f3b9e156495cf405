import WorkerRuntime

/// Why the broker closed a channel or the connection, in its own words.
struct BrokerClose: Equatable {
  /// AMQP's reply code, for example 404.
  var code: Int
  var text: String

  /// - Parameters:
  ///   - activity: what we were doing, as the beginning of a sentence.
  ///   - fallback: the code where the reply code alone does not say it.
  func error(_ activity: String, otherwise fallback: BrokerError.Code) -> BrokerError {
    let code: BrokerError.Code =
      switch self.code {
      // 530 is what a virtual host gets that does not exist or that the user may not enter.
      case 403, 530: .accessRefused
      // Shut down by an operator, or out of resources.
      case 320, 506: .unreachable
      default: fallback
      }
    return BrokerError(code, "\(activity): the broker says \(text)", status: self.code)
  }
}
