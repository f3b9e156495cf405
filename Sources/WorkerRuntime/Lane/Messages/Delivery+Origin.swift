import QueueContracts

extension Delivery {
  /// The routing key by which the sender published the message; nil if it is not known.
  ///
  /// A copy from `admission.aside` has the key in a header; a copy of a type with only one key needs no header. The
  /// header counts only on deliveries from that exchange, because only workers and operators publish to it. A worker
  /// overwrites a header that a sender wrote.
  var firstRoutingKey: String? {
    guard exchange != ExchangeName.admission else { return routingKey }
    guard ExchangeName.isAside(exchange) else { return nil }
    if let key = message.text(HeaderName.routingKey) { return key }
    return message.type.flatMap { MessageRoute.onlyKey(of: $0) }
  }

  /// The number of retries so far; 0 if the sender itself published the message.
  ///
  /// A sender could write the header `x-attempt`. If that header counted, the sender could skip the message's waits or
  /// evade a quota.
  var attempt: Int { exchange == ExchangeName.admission ? 0 : message.attempt }

  /// True if a message of this type may arrive by this exchange and routing key.
  ///
  /// If `admission.aside` delivers a message by a key other than this queue's name, the message was published for
  /// another queue and names this queue in a header `CC`. RabbitMQ before 4.0.3 checks only whether the sender may
  /// publish by the routing key, and does not check the keys in `CC`.
  ///
  /// - Parameter queue: the queue in which the message arrived.
  /// - Returns: false if the message has to be parked as misrouted.
  func agrees(in queue: String) -> Bool {
    let type = message.type ?? ""
    guard ExchangeName.isAside(exchange) else {
      return MessageRoute.agrees(type: type, exchange: exchange, routingKey: routingKey)
    }
    guard routingKey == queue else { return false }
    guard let key = message.text(HeaderName.routingKey) else { return true }
    return MessageRoute.agrees(type: type, exchange: ExchangeName.admission, routingKey: key)
  }

  /// The message for `admission.aside`, with the routing key by which the sender published it.
  var copied: BrokerMessage { keepingKey(message.copied) }

  /// A smaller message for `admission.aside`, with only what a worker reads, if the whole message cannot be sent.
  var reduced: BrokerMessage { keepingKey(message.reduced) }

  /// Writes the sender's routing key into a header; a message whose type has only that key needs no header.
  private func keepingKey(_ message: BrokerMessage) -> BrokerMessage {
    var copy = message
    copy.headers[HeaderName.routingKey] = nil
    guard let key = firstRoutingKey, key != message.type.flatMap({ MessageRoute.onlyKey(of: $0) }) else { return copy }
    // A key that is not in the contract may name a person or be very long, so the header is then empty.
    let isKnown = MessageRoute.version1.contains { $0.keys.contains { $0.accepts(key) } }
    copy.headers[HeaderName.routingKey] = .text(isKnown ? key : "")
    return copy
  }
}
