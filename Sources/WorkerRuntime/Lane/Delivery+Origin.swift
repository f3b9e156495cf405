import QueueContracts

extension Delivery {
  /// The routing key by which the sender published the message; nil if it is not known.
  ///
  /// A copy in `admission.aside` carries the key in a header. The header counts only in that exchange, because only
  /// workers and operators publish to it, and a worker overwrites a header that a sender wrote.
  var firstRoutingKey: String? {
    guard exchange != ExchangeName.admission else { return routingKey }
    guard ExchangeName.isAside(exchange) else { return nil }
    if case .text(let key) = message.headers[HeaderName.routingKey] { return key }
    return message.type.flatMap { MessageRoute.onlyKey(of: $0) }
  }

  /// The number of retries so far; 0 if the sender itself published the message.
  ///
  /// A sender may write the header `x-attempt`, too. If that header counted, the sender could skip the message's waits
  /// or evade a quota.
  var attempt: Int { exchange == ExchangeName.admission ? 0 : message.attempt }

  /// True if a message of this type may arrive by this exchange and routing key.
  ///
  /// If `admission.aside` delivers a message by a key other than this queue's name, the message was published for
  /// another queue and names this queue in a header `CC`. RabbitMQ before 4.0.3 checks the sender's right to the first
  /// key only, and the delivery shows that first key.
  ///
  /// - Parameter queue: the queue that it arrived in.
  /// - Returns: false if it has to be parked as misrouted.
  func agrees(in queue: String) -> Bool {
    let type = message.type ?? ""
    guard ExchangeName.isAside(exchange) else {
      return MessageRoute.agrees(type: type, exchange: exchange, routingKey: routingKey)
    }
    guard routingKey == queue else { return false }
    guard case .text(let key) = message.headers[HeaderName.routingKey] else { return true }
    return MessageRoute.agrees(type: type, exchange: ExchangeName.admission, routingKey: key)
  }

  /// The message for `admission.aside`, with the routing key by which it was first published.
  var copied: BrokerMessage { keepingKey(message.copied) }

  /// The reduced message for `admission.aside`, if the whole one cannot be sent.
  var reduced: BrokerMessage { keepingKey(message.reduced) }

  /// Writes the first routing key into the header, unless the message's type has only that key.
  private func keepingKey(_ message: BrokerMessage) -> BrokerMessage {
    var copy = message
    copy.headers[HeaderName.routingKey] = nil
    guard let key = firstRoutingKey, key != message.type.flatMap({ MessageRoute.onlyKey(of: $0) }) else { return copy }
    // An unknown key may name a person, or be longer than the headers that workers write.
    let isKnown = MessageRoute.version1.contains { $0.keys.contains { $0.accepts(key) } }
    copy.headers[HeaderName.routingKey] = .text(isKnown ? key : "")
    return copy
  }
}
