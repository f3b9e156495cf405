import CRabbitMQ
import WorkerRuntime

/// Converts the properties of a message to and from the structure of rabbitmq-c.
enum MessageProperties {
  static func read(
    _ properties: amqp_basic_properties_t, _ recent: inout RecentTexts
  ) -> (message: BrokerMessage, deliveryCount: Int) {
    let flags = unsafe properties._flags
    func text(_ flag: Int32, _ bytes: amqp_bytes_t) -> String? {
      unsafe flags & UInt32(flag) == 0 ? nil : String(bytes)
    }
    func text(_ flag: Int32, _ bytes: amqp_bytes_t, _ recent: inout RecentText) -> String? {
      unsafe flags & UInt32(flag) == 0 ? nil : recent.text(bytes)
    }
    let (headers, deliveryCount) =
      flags & UInt32(AMQP_BASIC_HEADERS_FLAG) == 0 ? ([:], 0) : unsafe HeaderReader.read(properties.headers)
    let message = unsafe BrokerMessage(
      id: text(AMQP_BASIC_MESSAGE_ID_FLAG, properties.message_id),
      type: text(AMQP_BASIC_TYPE_FLAG, properties.type, &recent.type),
      contentType: text(AMQP_BASIC_CONTENT_TYPE_FLAG, properties.content_type, &recent.contentType),
      correlationId: text(AMQP_BASIC_CORRELATION_ID_FLAG, properties.correlation_id),
      appId: text(AMQP_BASIC_APP_ID_FLAG, properties.app_id, &recent.appId),
      timestamp: flags & UInt32(AMQP_BASIC_TIMESTAMP_FLAG) == 0 ? nil : properties.timestamp,
      headers: headers)
    return (message, deliveryCount)
  }

  /// Writes the properties, always with delivery mode 2 (persistent).
  ///
  /// With another delivery mode, a restart of the broker could lose a message after its confirm.
  static func write(_ message: BrokerMessage, in pool: MemoryPool) throws(BrokerError) -> amqp_basic_properties_t {
    var properties = unsafe amqp_basic_properties_t()
    var flags = UInt32(AMQP_BASIC_DELIVERY_MODE_FLAG)
    unsafe properties.delivery_mode = 2
    func bytes(_ flag: Int32, _ text: String?) -> amqp_bytes_t {
      guard let text else { return unsafe amqp_bytes_t() }
      flags |= UInt32(flag)
      return unsafe pool.bytes(text)
    }
    unsafe properties.message_id = bytes(AMQP_BASIC_MESSAGE_ID_FLAG, message.id)
    unsafe properties.type = bytes(AMQP_BASIC_TYPE_FLAG, message.type)
    unsafe properties.content_type = bytes(AMQP_BASIC_CONTENT_TYPE_FLAG, message.contentType)
    unsafe properties.correlation_id = bytes(AMQP_BASIC_CORRELATION_ID_FLAG, message.correlationId)
    unsafe properties.app_id = bytes(AMQP_BASIC_APP_ID_FLAG, message.appId)
    if let timestamp = message.timestamp {
      flags |= UInt32(AMQP_BASIC_TIMESTAMP_FLAG)
      unsafe properties.timestamp = timestamp
    }
    if !message.headers.isEmpty {
      flags |= UInt32(AMQP_BASIC_HEADERS_FLAG)
      unsafe properties.headers = try HeaderWriter(pool: pool).table(message.headers)
    }
    unsafe properties._flags = flags
    return unsafe properties
  }
}
