import CRabbitMQ
import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Buffers the frames of one channel, so that a burst is written by one system call.
///
/// The library rabbitmq-c makes one system call for each frame, and a publication usually has three frames.
@safe final class FrameBuffer {
  /// The most memory that is kept between bursts, in bytes.
  private static let keptBytes = 96 << 10

  private let channel: amqp_channel_t
  private var memory: UnsafeMutableRawPointer
  private var capacity = 4096
  private(set) var count = 0

  init(channel: amqp_channel_t) {
    self.channel = channel
    unsafe memory = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit { unsafe memory.deallocate() }

  /// Appends a method frame.
  /// - Returns: the size of the payload, or a negative status of the library if the fields cannot be encoded; then
  ///   nothing is appended.
  func append(method: amqp_method_number_t, _ fields: UnsafeMutableRawPointer) -> Int32 {
    // The methods that are written here have at most two texts of 255 bytes, so 1024 bytes are enough.
    unsafe frame(UInt8(AMQP_FRAME_METHOD), payload: 1024) { payload in
      unsafe payload.storeBytes(of: method.bigEndian, toByteOffset: 0, as: UInt32.self)
      let rest = unsafe amqp_bytes_t(len: payload.count - 4, bytes: payload.baseAddress! + 4)
      let status = unsafe amqp_encode_method(method, fields, rest)
      return status < 0 ? status : status + 4
    }
  }

  /// Appends a header frame.
  ///
  /// - Parameters:
  ///   - properties: the properties, encoded by the library.
  ///   - bodySize: the size of the body, in bytes.
  ///   - limit: the size of a frame that both sides agreed on, in bytes.
  /// - Returns: the size of the payload, or a negative status of the library if the properties cannot be encoded; then
  ///   nothing is appended.
  func append(
    header properties: UnsafeMutablePointer<amqp_basic_properties_t>, bodySize: UInt64, limit: Int
  ) -> Int32 {
    let status = unsafe append(header: properties, bodySize: bodySize, room: min(1024, limit))
    return status >= 0 ? status : unsafe append(header: properties, bodySize: bodySize, room: limit)
  }

  private func append(
    header properties: UnsafeMutablePointer<amqp_basic_properties_t>, bodySize: UInt64, room: Int
  ) -> Int32 {
    unsafe frame(UInt8(AMQP_FRAME_HEADER), payload: room) { payload in
      unsafe payload.storeBytes(of: UInt16(AMQP_BASIC_CLASS).bigEndian, toByteOffset: 0, as: UInt16.self)
      unsafe payload.storeBytes(of: 0, toByteOffset: 2, as: UInt16.self)
      unsafe payload.storeBytes(of: bodySize.bigEndian, toByteOffset: 4, as: UInt64.self)
      let rest = unsafe amqp_bytes_t(len: payload.count - 12, bytes: payload.baseAddress! + 12)
      let status = unsafe amqp_encode_properties(UInt16(AMQP_BASIC_CLASS), properties, rest)
      return status < 0 ? status : status + 12
    }
  }

  /// Appends a frame of a body.
  func append(body: UnsafeRawBufferPointer) {
    _ = unsafe frame(UInt8(AMQP_FRAME_BODY), payload: body.count) { payload in
      unsafe payload.copyMemory(from: body)
      return Int32(body.count)
    }
  }

  /// Writes all buffered frames.
  ///
  /// If the socket has no room for all of them, the call waits.
  /// - Returns: false if the connection is broken.
  func write(to descriptor: Int32) -> Bool {
    defer { empty() }
    var written = 0
    while written < count {
      let sent = unsafe send(descriptor, memory + written, count - written, Self.flags)
      if sent > 0 {
        written += sent
      } else if errno == EAGAIN || errno == EWOULDBLOCK {
        var socket = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&socket, 1, -1)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  // MARK: -

  #if canImport(Glibc)
    private static let flags = Int32(MSG_NOSIGNAL)
  #else
    // macOS has no flag against SIGPIPE. Instead, the library has set an option on the socket.
    private static let flags: Int32 = 0
  #endif

  /// Appends a frame.
  ///
  /// - Parameters:
  ///   - type: the frame's type.
  ///   - room: the bytes that the payload may take.
  ///   - encode: writes the payload and returns its size, or a negative status.
  /// - Returns: the size of the payload, or the negative status; then nothing is appended.
  private func frame(
    _ type: UInt8, payload room: Int, _ encode: (UnsafeMutableRawBufferPointer) -> Int32
  ) -> Int32 {
    reserve(room + 8)
    let start = unsafe memory + count
    let size = unsafe encode(UnsafeMutableRawBufferPointer(start: start + 7, count: room))
    guard size >= 0 else { return size }
    unsafe start.storeBytes(of: type, as: UInt8.self)
    unsafe start.storeBytes(of: channel.bigEndian, toByteOffset: 1, as: UInt16.self)
    unsafe start.storeBytes(of: UInt32(size).bigEndian, toByteOffset: 3, as: UInt32.self)
    unsafe start.storeBytes(of: UInt8(AMQP_FRAME_END), toByteOffset: 7 + Int(size), as: UInt8.self)
    count += 8 + Int(size)
    return size
  }

  private func reserve(_ bytes: Int) {
    guard count + bytes > capacity else { return }
    grow(to: max(2 * capacity, count + bytes))
  }

  private func empty() {
    count = 0
    if capacity > Self.keptBytes { grow(to: 4096) }
  }

  private func grow(to bytes: Int) {
    let larger = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 16)
    unsafe larger.copyMemory(from: memory, byteCount: count)
    unsafe memory.deallocate()
    unsafe memory = larger
    capacity = bytes
  }
}
