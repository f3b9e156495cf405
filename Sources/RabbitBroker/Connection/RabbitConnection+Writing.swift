import CRabbitMQ
import Foundation
import WorkerRuntime

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is written without waiting for an answer.
extension RabbitConnection {
  /// That the publication can be written at all, before any of it is.
  /// - Throws: ``BrokerError/Code/unsendable``; the connection goes on.
  func check(_ publication: Publication) throws(BrokerError) {
    try limits.check(publication)
    let opaque = publication.message.headers.filter { if case .opaque = $0.value { true } else { false } }
    guard !opaque.isEmpty else { return }
    defer { pool.recycle() }
    _ = unsafe try HeaderWriter(pool: pool).table(opaque)
  }

  /// Sends the first two frames of a publication; the body follows.
  func sendHead(of publication: Publication) throws(BrokerError) {
    defer { pool.recycle() }
    var method = unsafe amqp_basic_publish_t()
    unsafe method.exchange = pool.bytes(publication.exchange)
    unsafe method.routing_key = pool.bytes(publication.routingKey)
    unsafe method.mandatory = 1
    var properties = unsafe try MessageProperties.write(publication.message, in: pool)
    try check(unsafe amqp_send_method(handle.state, Self.channel, AMQP_BASIC_PUBLISH_METHOD, &method))
    let status = unsafe withUnsafeMutablePointer(to: &properties) { properties in
      var frame = unsafe amqp_frame_t()
      unsafe frame.frame_type = UInt8(AMQP_FRAME_HEADER)
      unsafe frame.channel = Self.channel
      unsafe frame.payload.properties.class_id = UInt16(AMQP_BASIC_CLASS)
      unsafe frame.payload.properties.body_size = UInt64(publication.message.body.count)
      unsafe frame.payload.properties.decoded = UnsafeMutableRawPointer(properties)
      return unsafe amqp_send_frame(handle.state, &frame)
    }
    try check(status)
  }

  /// Sends one frame of a body.
  ///
  /// A small one, which a socket that calls itself writable takes at once; the library would wait with the rest of a
  /// larger one for as long as the broker does not read.
  /// - Returns: where the next one begins.
  func sendBody(_ body: Data, from offset: Int) throws(BrokerError) -> Int {
    let count = min(body.count - offset, 16_384, limits.frameBytes - 8)
    let status = unsafe body.withUnsafeBytes { bytes in
      var frame = unsafe amqp_frame_t()
      unsafe frame.frame_type = UInt8(AMQP_FRAME_BODY)
      unsafe frame.channel = Self.channel
      unsafe frame.payload.body_fragment.len = count
      unsafe frame.payload.body_fragment.bytes = UnsafeMutableRawPointer(mutating: bytes.baseAddress! + offset)
      return unsafe amqp_send_frame(handle.state, &frame)
    }
    try check(status)
    return offset + count
  }

  func sendAck(_ frame: AcknowledgementPlan.Frame) throws(BrokerError) {
    try check(unsafe amqp_basic_ack(handle.state, Self.channel, frame.tag, frame.multiple ? 1 : 0))
  }

  /// - Parameter requeue: to the queue, else to its dead letters.
  func sendNack(_ frame: AcknowledgementPlan.Frame, requeue: Bool) throws(BrokerError) {
    let (multiple, requeue) = (amqp_boolean_t(frame.multiple ? 1 : 0), amqp_boolean_t(requeue ? 1 : 0))
    try check(unsafe amqp_basic_nack(handle.state, Self.channel, frame.tag, multiple, requeue))
  }

  /// Asks for no more deliveries; the answer comes as an event.
  func sendCancel(_ tag: String) throws(BrokerError) {
    defer { pool.recycle() }
    var method = unsafe amqp_basic_cancel_t()
    unsafe method.consumer_tag = pool.bytes(tag)
    try check(unsafe amqp_send_method(handle.state, Self.channel, AMQP_BASIC_CANCEL_METHOD, &method))
  }

  /// Holds back small packets while a burst is written: three frames per publication would be three packets.
  func cork(_ isOn: Bool) {
    #if os(Linux)
      var value: Int32 = isOn ? 1 : 0
      _ = unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_CORK, &value, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  private func check(_ status: Int32) throws(BrokerError) {
    guard status >= 0 else { throw LibraryStatus(number: status).error("The connection to the broker was lost") }
  }
}
