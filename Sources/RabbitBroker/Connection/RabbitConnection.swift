import CRabbitMQ
import Foundation
import WorkerRuntime

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A logged-in connection with one channel.
///
/// It is not Sendable: the actor that holds it is pinned to a thread, and so is every call of the library. After an
/// error of this class the connection is dead and is to be let go.
///
/// One channel, because the library loses queued frames of other channels while it waits on one.
final class RabbitConnection {
  static let channel: amqp_channel_t = 1

  let handle: ConnectionHandle
  let endpoint: String
  let pool = MemoryPool()
  private let limits: PublicationLimits
  private let heartbeat: Duration
  private var content = ContentAssembly()

  init(opened handle: ConnectionHandle, to endpoint: String) {
    (self.handle, self.endpoint) = (handle, endpoint)
    limits = PublicationLimits(frameBytes: Int(unsafe amqp_get_frame_max(handle.state)))
    heartbeat = .seconds(Int(unsafe amqp_get_heartbeat(handle.state)))
  }

  var descriptor: Int32 { unsafe amqp_get_sockfd(handle.state) }

  /// How long the loop may sleep: the library sends and checks heartbeats only while frames are read.
  var longestSleep: Duration {
    // A broker can turn heartbeats off; half of nothing would spin.
    heartbeat == .zero ? .seconds(30) : heartbeat / 2
  }

  /// A third of the send buffer is free, so that writing one frame does not block.
  ///
  /// A broker in alarm stops reading, and a write would then hang for as long as the alarm lasts.
  var isWritable: Bool {
    var descriptor = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return unsafe poll(&descriptor, 1, 0) == 1 && descriptor.revents & Int16(POLLOUT) != 0
  }

  // MARK: Reading

  /// Hands over everything that has arrived.
  ///
  /// Needed before each burst of publications too: with a heartbeat overdue, the library would wait for it for ever.
  func receive(_ take: (BrokerEvent) throws(BrokerError) -> Void) throws(BrokerError) {
    while let frame = unsafe try nextFrame() {
      let event = unsafe try event(of: frame)
      // The event holds copies; what the frame points to ends here.
      unsafe amqp_maybe_release_buffers(handle.state)
      if let event { try take(event) }
    }
  }

  /// Waits for one message whose method frame has been read as the answer to a call.
  func receiveOne(within patience: Duration) throws(BrokerError) -> Delivery {
    while let frame = unsafe try nextFrame(within: patience) {
      let event = unsafe try event(of: frame)
      unsafe amqp_maybe_release_buffers(handle.state)
      if case .delivered(let delivery) = event { return delivery }
    }
    throw BrokerError(.unreachable, "The broker announced a message and did not send it.")
  }

  func expectContent(_ origin: ContentAssembly.Origin) {
    content.begin(origin)
  }

  private func nextFrame(within patience: Duration = .zero) throws(BrokerError) -> amqp_frame_t? {
    var frame = unsafe amqp_frame_t()
    var patience = rabbit_seconds(Int(patience.components.seconds))
    let status = LibraryStatus(number: unsafe amqp_simple_wait_frame_noblock(handle.state, &frame, &patience))
    if status.isTimeout { return nil }
    guard status.number == 0 else { throw status.error("The connection to the broker was lost") }
    return unsafe frame
  }

  private func event(of frame: amqp_frame_t) throws(BrokerError) -> BrokerEvent? {
    switch unsafe Int32(frame.frame_type) {
    case AMQP_FRAME_METHOD:
      return unsafe try event(of: frame.payload.method)
    case AMQP_FRAME_HEADER:
      let header = unsafe frame.payload.properties
      let properties = unsafe header.decoded.assumingMemoryBound(to: amqp_basic_properties_t.self).pointee
      return unsafe content.header(properties, bodySize: header.body_size)
    case AMQP_FRAME_BODY:
      return unsafe content.body(frame.payload.body_fragment)
    default:
      return nil
    }
  }

  private func event(of method: amqp_method_t) throws(BrokerError) -> BrokerEvent? {
    let fields = unsafe method.decoded
    func decoded<Fields>(_: Fields.Type) -> Fields {
      unsafe fields!.assumingMemoryBound(to: Fields.self).pointee
    }
    switch unsafe method.id {
    case AMQP_BASIC_DELIVER_METHOD:
      let deliver = unsafe decoded(amqp_basic_deliver_t.self)
      unsafe content.begin(
        .delivery(
          tag: deliver.delivery_tag, routingKey: String(deliver.routing_key), redelivered: deliver.redelivered != 0))
    case AMQP_BASIC_RETURN_METHOD:
      let returned = unsafe decoded(amqp_basic_return_t.self)
      unsafe content.begin(
        .returned(
          exchange: String(returned.exchange), routingKey: String(returned.routing_key),
          reason: String(returned.reply_text)))
    case AMQP_BASIC_ACK_METHOD:
      let ack = decoded(amqp_basic_ack_t.self)
      return .confirmed(tag: ack.delivery_tag, multiple: ack.multiple != 0, accepted: true)
    case AMQP_BASIC_NACK_METHOD:
      let nack = decoded(amqp_basic_nack_t.self)
      return .confirmed(tag: nack.delivery_tag, multiple: nack.multiple != 0, accepted: false)
    case AMQP_BASIC_CANCEL_METHOD:
      return .consumerCancelled
    case AMQP_CONNECTION_BLOCKED_METHOD:
      return unsafe .blocked(reason: String(decoded(amqp_connection_blocked_t.self).reason))
    case AMQP_CONNECTION_UNBLOCKED_METHOD:
      return .unblocked
    case AMQP_CHANNEL_CLOSE_METHOD:
      return .channelClosed(unsafe channelClosed(decoded(amqp_channel_close_t.self)))
    case AMQP_CONNECTION_CLOSE_METHOD:
      throw unsafe connectionClosed(decoded(amqp_connection_close_t.self)).error(
        "The broker closed the connection", otherwise: .unreachable)
    default:
      break
    }
    return nil
  }

  // MARK: Calling

  /// Carries out a call that waits for its answer.
  ///
  /// It must be followed by ``receive(_:)``, because frames that came before the answer were set aside; the thread's
  /// loop sees to that.
  func call<Reply>(
    _ activity: String, otherwise fallback: BrokerError.Code,
    _ body: (amqp_connection_state_t) throws(BrokerError) -> UnsafeMutablePointer<Reply>?
  ) throws(CallFailure) -> Reply {
    defer {
      pool.recycle()
      unsafe amqp_maybe_release_buffers(handle.state)
    }
    do {
      if let reply = unsafe try body(handle.state) { return unsafe reply.pointee }
    } catch {
      throw .refused(error, nil)
    }
    throw unsafe failure(of: amqp_get_rpc_reply(handle.state), activity, otherwise: fallback)
  }

  /// What a call that did not get its answer means, and whether the connection survives it.
  ///
  /// The library leaves it to us to answer a close.
  func failure(
    of reply: amqp_rpc_reply_t, _ activity: String, otherwise fallback: BrokerError.Code
  ) -> CallFailure {
    guard unsafe reply.reply_type == AMQP_RESPONSE_SERVER_EXCEPTION, let fields = unsafe reply.reply.decoded else {
      return .connectionLost(LibraryStatus(number: unsafe reply.library_error).error(activity))
    }
    if unsafe reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD {
      let close = unsafe channelClosed(fields.assumingMemoryBound(to: amqp_channel_close_t.self).pointee)
      return .refused(close.error(activity, otherwise: fallback), close)
    }
    let close = unsafe connectionClosed(fields.assumingMemoryBound(to: amqp_connection_close_t.self).pointee)
    return .connectionLost(close.error(activity, otherwise: .unreachable))
  }

  private func channelClosed(_ close: amqp_channel_close_t) -> BrokerClose {
    let copy = unsafe BrokerClose(code: Int(close.reply_code), text: String(close.reply_text))
    var answer = amqp_channel_close_ok_t()
    _ = unsafe amqp_send_method(handle.state, Self.channel, AMQP_CHANNEL_CLOSE_OK_METHOD, &answer)
    return copy
  }

  private func connectionClosed(_ close: amqp_connection_close_t) -> BrokerClose {
    let copy = unsafe BrokerClose(code: Int(close.reply_code), text: String(close.reply_text))
    var answer = amqp_connection_close_ok_t()
    _ = unsafe amqp_send_method(handle.state, 0, AMQP_CONNECTION_CLOSE_OK_METHOD, &answer)
    return copy
  }

  // MARK: Writing

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

  func sendRequeue(_ frame: AcknowledgementPlan.Frame) throws(BrokerError) {
    try check(unsafe amqp_basic_nack(handle.state, Self.channel, frame.tag, frame.multiple ? 1 : 0, 1))
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

  // MARK: Ending

  /// Says goodbye, for at most two seconds, and only to a peer that is reading.
  func closeGracefully() {
    guard isWritable else { return }
    var patience = rabbit_seconds(2)
    _ = unsafe amqp_set_rpc_timeout(handle.state, &patience)
    _ = unsafe amqp_connection_close(handle.state, Int32(AMQP_REPLY_SUCCESS))
  }
}
