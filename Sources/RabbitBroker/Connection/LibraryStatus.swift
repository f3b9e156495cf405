import CRabbitMQ
import WorkerRuntime

/// A status of rabbitmq-c, negative for every failure.
struct LibraryStatus {
  let number: Int32

  var text: String { unsafe String(cString: amqp_error_string2(number)) }

  var isTimeout: Bool { number == AMQP_STATUS_TIMEOUT.rawValue }

  /// True for an error of TLS.
  ///
  /// During the handshake, such an error means that TLS failed. Later, it only means that the connection broke.
  var isTLS: Bool { (-0x02FF ... -0x0200).contains(number) }

  /// Turns the status into an error.
  ///
  /// - Parameter activity: what this side was doing, as the beginning of a sentence.
  /// - Returns: the error.
  func error(_ activity: String) -> BrokerError {
    let code: BrokerError.Code =
      number == AMQP_STATUS_BROKER_UNSUPPORTED_SASL_METHOD.rawValue ? .accessRefused : .unreachable
    return BrokerError(code, "\(activity): \(explanation)", status: Int(number))
  }

  private var explanation: String {
    switch number {
    case AMQP_STATUS_SOCKET_ERROR.rawValue: "the connection was refused or broke (\(text))"
    case AMQP_STATUS_HOSTNAME_RESOLUTION_FAILED.rawValue: "the host name has no address"
    case AMQP_STATUS_BROKER_UNSUPPORTED_SASL_METHOD.rawValue:
      "it does not offer this way of logging in; auth_mechanism=external needs the plugin rabbitmq_auth_mechanism_ssl"
    default: text
    }
  }
}
