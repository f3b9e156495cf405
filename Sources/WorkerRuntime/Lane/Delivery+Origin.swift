import QueueContracts

extension Delivery {
  /// The routing key by which its sender published it; nil if that is not known.
  ///
  /// A copy that was put aside says it in a header, which counts there alone: only workers and operators put aside, and a
  /// worker overwrites what a sender wrote.
  var firstRoutingKey: String? {
    guard exchange != ExchangeName.admission else { return routingKey }
    guard ExchangeName.isAside(exchange) else { return nil }
    if case .text(let key) = message.headers[HeaderName.routingKey] { return key }
    return message.type.flatMap { MessageRoute.onlyKey(of: $0) }
  }

  /// The number of retries so far; 0 for what its sender published.
  ///
  /// A sender may write the header, and would have spared the message its waits, or itself a quota.
  var attempt: Int { exchange == ExchangeName.admission ? 0 : message.attempt }

  /// True if its type may come by the way that it came.
  ///
  /// What `admission.aside` leads here by another key than the queue's own was published for another queue, with this one
  /// in a header `CC`: RabbitMQ before 4.0.3 judges only the first key, which is the one that is delivered.
  ///
  /// - Parameter queue: where it came to.
  func agrees(in queue: String) -> Bool {
    let type = message.type ?? ""
    guard ExchangeName.isAside(exchange) else {
      return MessageRoute.agrees(type: type, exchange: exchange, routingKey: routingKey)
    }
    guard routingKey == queue else { return false }
    guard case .text(let key) = message.headers[HeaderName.routingKey] else { return true }
    return MessageRoute.agrees(type: type, exchange: ExchangeName.admission, routingKey: key)
  }

  /// The message, to be put aside, with the routing key by which it was published first.
  var copied: BrokerMessage { keepingKey(message.copied) }

  /// What a worker reads of the message, as far as that can be sent at all.
  var reduced: BrokerMessage { keepingKey(message.reduced) }

  /// No header stands for the only key that a type has.
  private func keepingKey(_ message: BrokerMessage) -> BrokerMessage {
    var copy = message
    copy.headers[HeaderName.routingKey] = nil
    guard let key = firstRoutingKey, key != message.type.flatMap({ MessageRoute.onlyKey(of: $0) }) else { return copy }
    // What a sender made up may name a person, or be longer than a header of ours.
    let isKnown = MessageRoute.version1.contains { $0.keys.contains { $0.accepts(key) } }
    copy.headers[HeaderName.routingKey] = .text(isKnown ? key : "")
    return copy
  }
}
