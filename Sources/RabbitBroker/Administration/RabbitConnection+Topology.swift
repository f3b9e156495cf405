import CRabbitMQ
import QueueContracts
import WorkerRuntime

/// The calls that declare, inspect, empty and delete exchanges and queues.
extension RabbitConnection {
  func declare(_ exchange: ExchangeDefinition) throws(CallFailure) {
    var arguments: [String: HeaderValue] = [:]
    if let alternate = exchange.alternateExchange { arguments["alternate-exchange"] = .text(alternate) }
    let _: amqp_exchange_declare_ok_t = unsafe try call(
      "Exchange '\(exchange.name)' cannot be declared", otherwise: .topologyMismatch
    ) {
      state throws(BrokerError) in
      unsafe amqp_exchange_declare(
        state, Self.channel, pool.bytes(exchange.name), pool.bytes(exchange.kind.rawValue), 0, 1, 0, 0,
        try HeaderWriter(pool: pool).table(arguments))
    }
  }

  func declare(_ queue: QueueDefinition) throws(CallFailure) {
    let arguments = queue.arguments.mapValues { value -> HeaderValue in
      switch value {
      case .text(let text): .text(text)
      case .integer(let number): .integer(number)
      }
    }
    let _: amqp_queue_declare_ok_t = unsafe try call(
      "Queue '\(queue.name)' cannot be declared", otherwise: .topologyMismatch
    ) {
      state throws(BrokerError) in
      unsafe amqp_queue_declare(
        state, Self.channel, pool.bytes(queue.name), 0, 1, 0, 0, try HeaderWriter(pool: pool).table(arguments))
    }
  }

  func bind(_ binding: BindingDefinition) throws(CallFailure) {
    let activity = "Queue '\(binding.queue)' cannot be bound to exchange '\(binding.exchange)'"
    let _: amqp_queue_bind_ok_t = unsafe try call(activity, otherwise: .topologyMismatch) {
      unsafe amqp_queue_bind(
        $0, Self.channel, pool.bytes(binding.queue), pool.bytes(binding.exchange), pool.bytes(binding.key),
        amqp_table_t())
    }
  }

  /// Removes a binding; does nothing if there is no such binding.
  func unbind(_ binding: BindingDefinition) throws(CallFailure) {
    let activity = "Queue '\(binding.queue)' cannot be unbound from exchange '\(binding.exchange)'"
    let _: amqp_queue_unbind_ok_t = unsafe try call(activity, otherwise: .topologyMismatch) {
      unsafe amqp_queue_unbind(
        $0, Self.channel, pool.bytes(binding.queue), pool.bytes(binding.exchange), pool.bytes(binding.key),
        amqp_table_t())
    }
  }

  /// Asks the broker how many messages and consumers a queue has.
  ///
  /// The call does not declare the queue, so it needs no right to configure. It fails with 404 if there is no such
  /// queue.
  func counts(of queue: String) throws(CallFailure) -> QueueCounts {
    let reply: amqp_queue_declare_ok_t = unsafe try call(
      "Queue '\(queue)' cannot be looked at", otherwise: .topologyMismatch
    ) {
      unsafe amqp_queue_declare($0, Self.channel, pool.bytes(queue), 1, 1, 0, 0, amqp_table_t())
    }
    return unsafe QueueCounts(messages: Int(reply.message_count), consumers: Int(reply.consumer_count))
  }

  /// Checks that an exchange exists, without declaring it.
  ///
  /// The call fails with 404 if there is no such exchange.
  func lookAtExchange(_ exchange: String) throws(CallFailure) {
    let _: amqp_exchange_declare_ok_t = unsafe try call(
      "Exchange '\(exchange)' cannot be looked at", otherwise: .topologyMismatch
    ) {
      unsafe amqp_exchange_declare(
        $0, Self.channel, pool.bytes(exchange), pool.bytes("direct"), 1, 1, 0, 0, amqp_table_t())
    }
  }

  func purge(_ queue: String) throws(CallFailure) -> Int {
    let reply: amqp_queue_purge_ok_t = unsafe try call(
      "Queue '\(queue)' cannot be purged", otherwise: .topologyMismatch
    ) {
      unsafe amqp_queue_purge($0, Self.channel, pool.bytes(queue))
    }
    return Int(reply.message_count)
  }

  func deleteQueue(_ queue: String) throws(CallFailure) {
    let _: amqp_queue_delete_ok_t = unsafe try call("Queue '\(queue)' cannot be deleted", otherwise: .topologyMismatch)
    {
      unsafe amqp_queue_delete($0, Self.channel, pool.bytes(queue), 0, 0)
    }
  }

  func deleteExchange(_ exchange: String) throws(CallFailure) {
    let _: amqp_exchange_delete_ok_t = unsafe try call(
      "Exchange '\(exchange)' cannot be deleted", otherwise: .topologyMismatch
    ) {
      unsafe amqp_exchange_delete($0, Self.channel, pool.bytes(exchange), 0)
    }
  }

  /// Takes one message without a subscription; nil if the queue is empty.
  func get(from queue: String) throws(CallFailure) -> Delivery? {
    let activity = "Queue '\(queue)' cannot be read"
    willCall()
    let reply = unsafe amqp_basic_get(handle.state, Self.channel, pool.bytes(queue), 0)
    defer { pool.recycle() }
    guard unsafe reply.reply_type == AMQP_RESPONSE_NORMAL else {
      throw unsafe failure(of: reply, activity, otherwise: .topologyMismatch)
    }
    guard unsafe reply.reply.id == AMQP_BASIC_GET_OK_METHOD, let fields = unsafe reply.reply.decoded else { return nil }
    let ok = unsafe fields.assumingMemoryBound(to: amqp_basic_get_ok_t.self).pointee
    unsafe expectContent(
      .delivery(
        tag: ok.delivery_tag, exchange: String(ok.exchange), routingKey: String(ok.routing_key),
        redelivered: ok.redelivered != 0))
    do throws(BrokerError) {
      return try receiveOne(within: .seconds(10))
    } catch {
      throw .connectionLost(error)
    }
  }
}
