import CRabbitMQ

/// The one owner of rabbitmq-c's connection.
///
/// The deinitialiser closes the socket and frees the connection.
@safe final class ConnectionHandle {
  let state: amqp_connection_state_t

  init() {
    guard let state = unsafe amqp_new_connection() else { fatalError("out of memory") }
    unsafe self.state = state
  }

  deinit {
    _ = unsafe amqp_destroy_connection(state)
  }
}
