import Foundation

/// A message as raw bytes, as a publisher without any checks may send it.
struct RawMessage {
  /// The properties that are strings; the raw value is the property's bit in the flags.
  enum Property: Int, CaseIterable {
    case type = 5
    case messageId = 7
    case replyTo = 9
    case correlationId = 10
    case contentEncoding = 14
    case contentType = 15
    case appId = 3
  }

  var routingKey: [UInt8]
  var properties: [Property: [UInt8]] = [:]
  /// The entries of the header table.
  var headers: [UInt8] = []
  var body = Data()

  /// The header entry of a key with a string.
  static func header(_ key: [UInt8], _ value: [UInt8]) -> [UInt8] {
    key.short + [UInt8(ascii: "S")] + value.long
  }

  /// The header entry of a key with a number.
  static func header(_ key: String, _ number: Int64) -> [UInt8] {
    Array(key.utf8).short + [UInt8(ascii: "l")] + UInt64(bitPattern: number).bytes
  }

  /// The greatest number of header bytes that fit into one frame together with these properties.
  var headerRoom: Int { RawPublisher.frameBytes - 8 - (propertyBytes.count - headers.count) }

  /// The payload of the header frame.
  fileprivate var propertyBytes: [UInt8] {
    let (headerBit, deliveryModeBit) = (13, 12)
    var flags: UInt16 = 0
    var list: [UInt8] = []
    for bit in (0...15).reversed() {
      let value: [UInt8]? =
        switch bit {
        case headerBit: headers.long
        case deliveryModeBit: [2]
        default: Property(rawValue: bit).flatMap { properties[$0] }?.short
        }
      guard let value else { continue }
      flags |= 1 << UInt16(bit)
      list += value
    }
    return UInt16(60).bytes + UInt16(0).bytes + UInt64(body.count).bytes + flags.bytes + list
  }
}

/// A minimal AMQP 0-9-1 client, which also publishes bytes that the client library would refuse.
final class RawPublisher {
  struct Unexpected: Error {
    let wanted: [UInt8]
    let frame: [UInt8]
  }

  static let frameBytes = 131_072
  private let socket: TestSocket

  init(to url: String) throws {
    guard let parts = URLComponents(string: url), let port = parts.port else { throw CocoaError(.fileReadUnknown) }
    socket = try TestSocket(port: UInt16(port))
    try write(Array("AMQP".utf8) + [0, 0, 9, 1])
    try expect(10, 10)
    let login = "\0\(parts.user ?? "guest")\0\(parts.password ?? "guest")"
    try call(0, 10, 11, [UInt8]().long + "PLAIN".short + Array(login.utf8).long + "en_US".short)
    try expect(10, 30)
    try call(0, 10, 31, UInt16(1).bytes + UInt32(Self.frameBytes).bytes + UInt16(0).bytes)
    try call(0, 10, 40, String(parts.path.dropFirst()).short + "".short + [0])
    try expect(10, 41)
    try call(1, 20, 10, "".short)
    try expect(20, 11)
    try call(1, 85, 10, [0])
    try expect(85, 11)
  }

  /// Publishes a message, and returns once it is confirmed.
  func publish(_ message: RawMessage, exchange: String) throws {
    try call(1, 60, 40, UInt16(0).bytes + exchange.short + message.routingKey.short + [0])
    try frame(2, 1, message.propertyBytes)
    for start in stride(from: 0, to: message.body.count, by: Self.frameBytes - 8) {
      try frame(3, 1, Array(message.body.dropFirst(start).prefix(Self.frameBytes - 8)))
    }
    try expect(60, 80)
  }

  private func call(_ channel: UInt16, _ group: UInt16, _ method: UInt16, _ arguments: [UInt8]) throws {
    try frame(1, channel, group.bytes + method.bytes + arguments)
  }

  private func frame(_ kind: UInt8, _ channel: UInt16, _ payload: [UInt8]) throws {
    try write([kind] + channel.bytes + payload.long + [0xCE])
  }

  private func write(_ bytes: [UInt8]) throws { try socket.write(bytes) }

  /// Reads a frame, and throws ``Unexpected`` if it is not of this method.
  private func expect(_ group: UInt16, _ method: UInt16) throws {
    let head = try read(7)
    let frame = try read(head[3...].reduce(0) { $0 << 8 | Int($1) } + 1)
    let wanted = group.bytes + method.bytes
    guard frame.starts(with: wanted) else { throw Unexpected(wanted: wanted, frame: frame) }
  }

  private func read(_ count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let more = try socket.read(atMost: count - bytes.count)
      guard !more.isEmpty else { throw CocoaError(.fileReadUnknown) }
      bytes += more
    }
    return bytes
  }
}

extension FixedWidthInteger {
  fileprivate var bytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}

extension [UInt8] {
  /// One byte with the length, then the bytes.
  var short: [UInt8] { [UInt8(count)] + self }
  /// Four bytes with the length, then the bytes.
  var long: [UInt8] { UInt32(count).bytes + self }
}

extension String {
  fileprivate var short: [UInt8] { Array(utf8).short }
}
