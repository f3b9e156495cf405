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
/// The connection is not Sendable. Its actor is pinned to a thread, so every call of rabbitmq-c is made on that
/// thread. After a `BrokerError` the connection is dead and has to be released.
///
/// There is only one channel, because rabbitmq-c loses the queued frames of other channels while it waits for an
/// answer on one channel.
final class RabbitConnection {
  static let channel: amqp_channel_t = 1

  let handle: ConnectionHandle
  let endpoint: String
  let pool = MemoryPool()
  let limits: PublicationLimits
  let isTLS: Bool
  /// The frames that the next ``flushWrites()`` writes; always empty with TLS.
  let frames = FrameBuffer(channel: RabbitConnection.channel)
  /// The number of bytes that may be written before the socket is asked again whether it is writable.
  var writableBytes = 0
  private let heartbeat: Duration
  private let thread: ConnectionThread
  private var content: ContentAssembly
  /// The number of frames that have arrived, without heartbeats.
  private(set) var framesRead = 0
  /// True if the library may hold frames that it has taken from the socket and that nobody has read.
  ///
  /// A call of the library may store frames, and one round of the thread's loop may leave frames unread. The next round
  /// has to read these frames without waiting for the socket.
  private(set) var mayHoldFrames = true
  /// The last time at which the library looked for frames; only then does it send and check heartbeats.
  private var lastRead = ContinuousClock.now
  /// The start of the last round of the thread's loop in which something arrived.
  private var lastArrival = ContinuousClock.now

  /// Wraps a connection that is being logged in.
  ///
  /// - Parameters:
  ///   - handle: the library's connection.
  ///   - endpoint: the broker's address, which ``SuspectAddresses`` notes if the connection is lost.
  ///   - isTLS: true if the connection uses TLS.
  ///   - thread: the thread on which every call is made; the connection tells the thread when a call begins.
  ///   - bodies: limits for the bodies that are kept in memory.
  init(
    opened handle: ConnectionHandle, to endpoint: String, isTLS: Bool, on thread: ConnectionThread, bodies: BodyLimits
  ) {
    self.handle = handle
    self.endpoint = endpoint
    self.isTLS = isTLS
    self.thread = thread
    content = ContentAssembly(bodies)
    limits = PublicationLimits(frameBytes: Int(unsafe amqp_get_frame_max(handle.state)))
    heartbeat = .seconds(Int(unsafe amqp_get_heartbeat(handle.state)))
  }

  var descriptor: Int32 { unsafe amqp_get_sockfd(handle.state) }

  /// The longest time that the thread's loop may sleep now.
  ///
  /// The loop has to wake up for heartbeats, because the library sends and checks them only while frames are read.
  var longestSleep: Duration { max(.zero, readInterval - lastRead.duration(to: .now)) }

  private var readInterval: Duration {
    // A broker can turn heartbeats off; half of zero would make the loop spin.
    heartbeat == .zero ? .seconds(30) : heartbeat / 2
  }

  // MARK: Reading

  /// The number of frames that are read in one round of the thread's loop, together at most 64 MiB.
  ///
  /// Large bodies may arrive for minutes. Meanwhile, calls and heartbeats must not have to wait.
  private static let framesPerTurn = 512

  /// Reads the frames that have arrived.
  ///
  /// - Parameters:
  ///   - isReadable: true if the socket has something to read.
  ///   - isSending: true if something is written next. A write to a dead broker would wait for ever, and only a read
  ///     shows that its heartbeat is overdue. So this method may read even if nothing has arrived.
  ///   - take: gets each event.
  /// - Throws: `BrokerError` if the connection is lost.
  func receive(
    isReadable: Bool, before isSending: Bool = false, _ take: (BrokerEvent) throws(BrokerError) -> Void
  ) throws(BrokerError) {
    let now = ContinuousClock.now
    guard isReadable || mustRead(at: now, before: isSending) else { return }
    for _ in 0..<Self.framesPerTurn {
      guard let frame = unsafe try nextFrame() else { return wasRead(at: now, isReadable) }
      let event = unsafe try event(of: frame)
      // The event holds copies; the memory of the frame is released here.
      unsafe amqp_maybe_release_buffers(handle.state)
      if let event { try take(event) }
      // Without TLS, all bytes that the library does not hold are still in the socket, and the loop waits for the
      // socket. With TLS, OpenSSL may hold bytes that have left the socket and not yet reached the library.
      if !isTLS, unsafe amqp_frames_enqueued(handle.state) == 0, unsafe amqp_data_in_buffer(handle.state) == 0 {
        return wasRead(at: now, isReadable)
      }
    }
    wasRead(at: now, isReadable)
    mayHoldFrames = true
  }

  /// True if the library has to be asked for frames although nothing has arrived at the socket.
  private func mustRead(at now: ContinuousClock.Instant, before isSending: Bool) -> Bool {
    if mayHoldFrames || lastRead.duration(to: now) >= readInterval { return true }
    guard isSending, heartbeat > .zero else { return false }
    // If nothing has arrived for one heartbeat, the library is asked: after two heartbeats it declares the broker dead.
    return isTLS || lastArrival.duration(to: now) >= heartbeat
  }

  private func wasRead(at now: ContinuousClock.Instant, _ isReadable: Bool) {
    lastRead = now
    if isReadable { lastArrival = now }
    mayHoldFrames = false
  }

  /// Waits for the header and body of a message, after the answer to a call has announced the message.
  func receiveOne(within patience: Duration) throws(BrokerError) -> Delivery {
    while let frame = unsafe try nextFrame(within: patience) {
      let event = unsafe try event(of: frame)
      unsafe amqp_maybe_release_buffers(handle.state)
      if case .delivered(let delivery) = event { return delivery }
    }
    throw BrokerError(.unreachable, "The broker announced a message and did not send it.")
  }

  /// Frees the part of the budget that the bodies of these deliveries took.
  func settled(_ tags: [DeliveryTag]) {
    content.budget.settled(tags)
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
    framesRead += 1
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
      let exchange = unsafe content.recent.exchange.text(deliver.exchange)
      let routingKey = unsafe content.recent.routingKey.text(deliver.routing_key)
      unsafe content.begin(
        .delivery(
          tag: deliver.delivery_tag, exchange: exchange, routingKey: routingKey, redelivered: deliver.redelivered != 0))
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
    case AMQP_BASIC_CANCEL_OK_METHOD:
      return .consumerCancelConfirmed
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
  /// The library stores the frames that come before the answer. The thread's loop reads them afterwards, by
  /// ``receive(isReadable:before:_:)``.
  func call<Reply>(
    _ activity: String, otherwise fallback: BrokerError.Code,
    _ body: (amqp_connection_state_t) throws(BrokerError) -> UnsafeMutablePointer<Reply>?
  ) throws(CallFailure) -> Reply {
    willCall()
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

  /// Prepares for a call of the library.
  ///
  /// The time after which the thread counts as stuck begins anew, because one job may make many calls. Buffered frames
  /// are written first; if this write fails, the call fails as well, so the error is ignored here.
  func willCall() {
    thread.noteProgress()
    mayHoldFrames = true
    try? flushWrites()
  }

  /// The reason why a call failed, and whether the connection survives it.
  ///
  /// If the broker closed the channel or the connection, this function answers the close, because the library does not.
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

  // MARK: Ending

  /// Closes the connection by the protocol if the peer is reading; takes about two seconds at most.
  ///
  /// Frames that still arrive are released one by one. The library's own function for closing would keep them all in
  /// memory until the broker's answer.
  func closeGracefully() {
    guard isWritable else { return }
    willCall()
    var method = unsafe amqp_connection_close_t()
    unsafe method.reply_code = UInt16(AMQP_REPLY_SUCCESS)
    guard unsafe amqp_send_method(handle.state, 0, AMQP_CONNECTION_CLOSE_METHOD, &method) >= 0 else { return }
    let end = ContinuousClock.now.advanced(by: .seconds(2))
    while ContinuousClock.now < end, let frame = unsafe try? nextFrame(within: .seconds(2)) {
      let isAnswer =
        unsafe frame.frame_type == UInt8(AMQP_FRAME_METHOD)
        && frame.payload.method.id == AMQP_CONNECTION_CLOSE_OK_METHOD
      unsafe amqp_maybe_release_buffers(handle.state)
      if isAnswer { return }
    }
  }
}
