import WorkerRuntime

/// The reason why the broker closed a publisher's channel, and which publications may have caused it.
///
/// The broker does not say which publication it refused. Its text names only the exchange, the routing key or the size
/// that it did not accept. Publications to which this text cannot apply can be sent again.
struct PublicationFault {
  let error: BrokerError
  /// The largest body that the broker takes; nil if the size was not the reason.
  let largestBodyBytes: Int?
  private let close: BrokerClose

  init(_ close: BrokerClose) {
    self.close = close
    error =
      switch close.code {
      case 404: close.error("A publication has no exchange", otherwise: .unroutable)
      case 406: close.error("A publication was not acceptable", otherwise: .unsendable)
      default: close.error("The publisher's channel was closed", otherwise: .notConfirmed)
      }
    // "message size 2000 is larger than configured max size 1000"
    let isOverSize = close.code == 406 && close.text.contains("max size")
    largestBodyBytes = isOverSize ? close.text.split { !$0.isNumber }.last.flatMap { Int($0) } : nil
  }

  /// True if the broker's text can mean this publication.
  func concerns(_ publication: Publication) -> Bool {
    switch close.code {
    case 403:
      // The routing key can be the reason only at a topic exchange. The text then names both the exchange and the key.
      names("exchange", publication.exchange)
        && (!close.text.contains(" topic '") || names("topic", publication.routingKey))
    case 404:
      names("exchange", publication.exchange)
    case 406:
      largestBodyBytes.map { publication.message.body.count > $0 } ?? false
    default:
      false
    }
  }

  private func names(_ kind: String, _ name: String) -> Bool {
    close.text.contains("\(kind) '\(kind == "exchange" && name.isEmpty ? "amq.default" : name)'")
  }
}
