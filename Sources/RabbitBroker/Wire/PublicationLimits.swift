import WorkerRuntime

/// The limits of the protocol for one publication.
///
/// The limits are checked before anything is sent. The library would notice a violation only after half of the
/// publication is written. Then the connection would be lost for all publications.
struct PublicationLimits {
  /// The size of a frame that both sides agreed on, in bytes.
  let frameBytes: Int

  /// Checks a publication.
  ///
  /// - Throws: ``BrokerError/Code/unsendable``.
  func check(_ publication: Publication) throws(BrokerError) {
    let message = publication.message
    try check("exchange", publication.exchange)
    try check("routing key", publication.routingKey)
    try check("message_id", message.id)
    try check("type", message.type)
    try check("content_type", message.contentType)
    try check("correlation_id", message.correlationId)
    try check("app_id", message.appId)
    guard message.headers.keys.allSatisfy({ $0.utf8.count <= 255 }) else {
      throw BrokerError(.unsendable, "The name of a header has more than the 255 bytes that AMQP can carry.")
    }
    let size = propertyBytes(message)
    guard size <= frameBytes else {
      throw BrokerError(
        .unsendable,
        "Properties and headers take up to \(size) bytes; they have to fit into one frame of \(frameBytes).")
    }
  }

  private func check(_ name: StaticString, _ value: String?) throws(BrokerError) {
    guard let count = value?.utf8.count, count > 255 else { return }
    throw BrokerError(.unsendable, "The \(name) has \(count) bytes; 255 is the most that AMQP can carry.")
  }

  /// An upper bound of the header frame's size.
  private func propertyBytes(_ message: BrokerMessage) -> Int {
    func size(_ text: String?) -> Int { 1 + (text?.utf8.count ?? 0) }
    // 8 bytes for the frame; 14 for class, weight, body size and flags; 1 for the delivery mode; 8 for the timestamp; 4
    // for the length of the headers.
    var bytes = 35 + size(message.id) + size(message.type) + size(message.contentType)
    bytes += size(message.correlationId) + size(message.appId)
    for (key, value) in message.headers {
      bytes += 2 + key.utf8.count
      switch value {
      case .text(let text): bytes += 4 + text.utf8.count
      case .integer: bytes += 8
      case .boolean: bytes += 1
      // The encoded form begins with the name of the header and the length of the table, and the name is counted above.
      // So the bound is a little too high.
      case .opaque(let encoded): bytes += encoded.count
      }
    }
    return bytes
  }
}
