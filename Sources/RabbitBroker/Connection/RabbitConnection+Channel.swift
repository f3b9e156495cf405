import CRabbitMQ
import WorkerRuntime

/// The calls of rabbitmq-c that wait for an answer of the broker.
extension RabbitConnection {
  func openChannel() throws(CallFailure) {
    let _: amqp_channel_open_ok_t = unsafe try call("The channel could not be opened", otherwise: .unreachable) {
      unsafe amqp_channel_open($0, Self.channel)
    }
  }

  func closeChannel() throws(CallFailure) {
    willCall()
    let reply = unsafe amqp_channel_close(handle.state, Self.channel, Int32(AMQP_REPLY_SUCCESS))
    defer { unsafe amqp_maybe_release_buffers(handle.state) }
    guard unsafe reply.reply_type == AMQP_RESPONSE_NORMAL else {
      throw unsafe failure(of: reply, "The channel could not be closed", otherwise: .unreachable)
    }
  }

  func selectConfirms() throws(CallFailure) {
    let _: amqp_confirm_select_ok_t = unsafe try call("Confirms could not be turned on", otherwise: .unreachable) {
      unsafe amqp_confirm_select($0, Self.channel)
    }
  }

  /// Turns on transactions: from then on settlements take effect with the next ``commit()``.
  func selectTransactions() throws(CallFailure) {
    let _: amqp_tx_select_ok_t = unsafe try call("Transactions could not be turned on", otherwise: .unreachable) {
      unsafe amqp_tx_select($0, Self.channel)
    }
  }

  func commit() throws(CallFailure) {
    let _: amqp_tx_commit_ok_t = unsafe try call("Acknowledgements could not be committed", otherwise: .consumerLost) {
      unsafe amqp_tx_commit($0, Self.channel)
    }
  }

  /// Sets the prefetch of each consumer.
  ///
  /// The prefetch is not set for the whole channel, because RabbitMQ would then close the connection of a client that
  /// consumes a quorum queue.
  func setPrefetch(_ count: UInt16) throws(CallFailure) {
    let _: amqp_basic_qos_ok_t = unsafe try call("The prefetch could not be set", otherwise: .unreachable) {
      unsafe amqp_basic_qos($0, Self.channel, 0, count, 0)
    }
  }

  func consume(_ queue: String, tag: String) throws(CallFailure) {
    let _: amqp_basic_consume_ok_t = unsafe try call(
      "Queue '\(queue)' cannot be consumed", otherwise: .topologyMismatch
    ) {
      unsafe amqp_basic_consume(
        $0, Self.channel, pool.bytes(queue), pool.bytes(tag), 0, 0, 0, amqp_table_t())
    }
  }
}
