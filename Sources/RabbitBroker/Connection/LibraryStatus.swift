import CRabbitMQ
import WorkerRuntime

/// A status of rabbitmq-c, negative for every failure.
struct LibraryStatus {
  let number: Int32

  var text: String { unsafe String(cString: amqp_error_string2(number)) }

  var isTimeout: Bool { number == AMQP_STATUS_TIMEOUT.rawValue }

  /// - Parameter activity: what we were doing, as the beginning of a sentence.
  func error(_ activity: String) -> BrokerError {
    BrokerError(isTLS ? .tls : .unreachable, "\(activity): \(explanation)", status: Int(number))
  }

  var isTLS: Bool { (-0x02FF ... -0x0200).contains(number) }

  private var explanation: String {
    switch number {
    case AMQP_STATUS_SOCKET_ERROR.rawValue: "the connection was refused or broke (\(text))"
    case AMQP_STATUS_HOSTNAME_RESOLUTION_FAILED.rawValue: "the host name has no address"
    case AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED.rawValue:
      "the broker's certificate is not for this host name (\(text)); an IP address cannot be verified, use a DNS name"
    case AMQP_STATUS_SSL_PEER_VERIFY_FAILED.rawValue:
      "the broker's certificate does not lead to an authority in cacertfile (\(text))"
    default: text
    }
  }
}
