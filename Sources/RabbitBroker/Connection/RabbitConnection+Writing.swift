import CRabbitMQ
import Foundation
import WorkerRuntime

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The frames that are written without waiting for an answer.
extension RabbitConnection {
  // MARK: Room

  /// The number of bytes that a socket is sure to take when it has just reported that it is writable.
  ///
  /// A socket counts as writable while a third of its buffer is free. The kernel's own data takes a part of that third,
  /// so only an eighth of the buffer counts as room.
  private var room: Int {
    var size: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &size, &length) == 0 else { return 1 }
    return min(max(Int(size) / 8, 1), 65_536)
  }

  /// True if the next frame can be written without blocking.
  ///
  /// A broker in alarm stops reading, and a write would then hang for as long as the alarm lasts. The socket is asked
  /// only once for many frames. This is safe, because nobody else writes to it.
  func canWrite() throws(BrokerError) -> Bool {
    if writableBytes > 0 { return true }
    try flushWrites()
    guard isWritable else { return false }
    writableBytes = room
    return true
  }

  var isWritable: Bool {
    var descriptor = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return unsafe poll(&descriptor, 1, 0) == 1 && descriptor.revents & Int16(POLLOUT) != 0
  }

  /// Holds back small packets during a burst, because with TLS each frame would be a packet of its own.
  func cork(_ isOn: Bool) {
    #if os(Linux)
      guard isTLS else { return }
      var value: Int32 = isOn ? 1 : 0
      _ = unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_CORK, &value, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  // MARK: Frames

  /// Sends the method frame and the header frame of a publication; ``sendBody(_:from:)`` sends its body.
  func sendHead(of publication: Publication) throws(BrokerError) {
    defer { pool.recycle() }
    var method = unsafe amqp_basic_publish_t()
    unsafe method.exchange = pool.bytes(publication.exchange)
    unsafe method.routing_key = pool.bytes(publication.routingKey)
    unsafe method.mandatory = 1
    var properties = unsafe try MessageProperties.write(publication.message, in: pool)
    unsafe try send(AMQP_BASIC_PUBLISH_METHOD, &method)
    let size = UInt64(publication.message.body.count)
    let status = unsafe withUnsafeMutablePointer(to: &properties) { properties in
      guard isTLS else { return unsafe frames.append(header: properties, bodySize: size, limit: limits.frameBytes) }
      var frame = unsafe amqp_frame_t()
      unsafe frame.frame_type = UInt8(AMQP_FRAME_HEADER)
      unsafe frame.channel = Self.channel
      unsafe frame.payload.properties.class_id = UInt16(AMQP_BASIC_CLASS)
      unsafe frame.payload.properties.body_size = size
      unsafe frame.payload.properties.decoded = UnsafeMutableRawPointer(properties)
      return unsafe amqp_send_frame(handle.state, &frame)
    }
    try check(status)
    writableBytes -= isTLS ? 1024 : Int(status)
  }

  /// Sends one frame of a body.
  ///
  /// The frame is small, so that a writable socket takes it at once. With a larger frame the library would block until
  /// the broker reads.
  ///
  /// - Returns: the offset of the next frame.
  func sendBody(_ body: Data, from offset: Int) throws(BrokerError) -> Int {
    let count = min(body.count - offset, 16_384, limits.frameBytes - 8)
    let status = unsafe body.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) -> Int32 in
      let part = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
      guard isTLS else {
        unsafe frames.append(body: part)
        return 0
      }
      var frame = unsafe amqp_frame_t()
      unsafe frame.frame_type = UInt8(AMQP_FRAME_BODY)
      unsafe frame.channel = Self.channel
      unsafe frame.payload.body_fragment.len = count
      unsafe frame.payload.body_fragment.bytes = UnsafeMutableRawPointer(mutating: part.baseAddress)
      return unsafe amqp_send_frame(handle.state, &frame)
    }
    try check(status)
    writableBytes -= count + 8
    return offset + count
  }

  func sendAck(_ frame: AcknowledgementPlan.Frame) throws(BrokerError) {
    var method = amqp_basic_ack_t(delivery_tag: frame.tag, multiple: frame.multiple ? 1 : 0)
    unsafe try send(AMQP_BASIC_ACK_METHOD, &method)
  }

  /// Sends a basic.nack.
  ///
  /// - Parameters:
  ///   - frame: the tags of the deliveries.
  ///   - requeue: true to return the messages to the queue, false to dead-letter them.
  /// - Throws: `BrokerError` if the connection is lost.
  func sendNack(_ frame: AcknowledgementPlan.Frame, requeue: Bool) throws(BrokerError) {
    var method = amqp_basic_nack_t(
      delivery_tag: frame.tag, multiple: frame.multiple ? 1 : 0, requeue: requeue ? 1 : 0)
    unsafe try send(AMQP_BASIC_NACK_METHOD, &method)
  }

  /// Asks the broker to send no more deliveries; the broker's answer comes as an event.
  func sendCancel(_ tag: String) throws(BrokerError) {
    defer { pool.recycle() }
    var method = unsafe amqp_basic_cancel_t()
    unsafe method.consumer_tag = pool.bytes(tag)
    unsafe try send(AMQP_BASIC_CANCEL_METHOD, &method)
  }

  /// Writes all buffered frames together.
  ///
  /// Call this before the thread sleeps or the library is called.
  func flushWrites() throws(BrokerError) {
    guard frames.count > 0, !frames.write(to: descriptor) else { return }
    try check(AMQP_STATUS_SOCKET_ERROR.rawValue)
  }

  private func send(_ method: amqp_method_number_t, _ fields: UnsafeMutableRawPointer) throws(BrokerError) {
    if isTLS {
      try check(unsafe amqp_send_method(handle.state, Self.channel, method, fields))
    } else {
      try check(unsafe frames.append(method: method, fields))
    }
    writableBytes -= 64
  }

  private func check(_ status: Int32) throws(BrokerError) {
    guard status >= 0 else { throw LibraryStatus(number: status).error("The connection to the broker was lost") }
  }
}
