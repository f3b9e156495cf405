import Foundation

/// A TCP connection on which a test can send anything, even what no library would send.
final class TestSocket {
  private let descriptor: Int32

  struct Failed: Error { let code = errno }

  init(port: UInt16) throws {
    descriptor = Self.make()
    let isConnected = Self.with(port) { connect(descriptor, $0, $1) == 0 }
    guard isConnected else { throw Failed() }
  }

  deinit { Glibc.close(descriptor) }

  func write(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard sent > 0 else { throw Failed() }
      rest = rest.dropFirst(sent)
    }
  }

  /// Waits for the next bytes and reads them.
  ///
  /// - Parameters:
  ///   - count: how many bytes at most.
  ///   - seconds: how long to wait for them.
  /// - Returns: the bytes; empty if the other side has ended the connection.
  /// - Throws: ``Failed`` if nothing comes in time.
  func read(atMost count: Int, within seconds: Int = 30) throws -> [UInt8] {
    var patience = timeval(tv_sec: seconds, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var bytes = [UInt8](repeating: 0, count: count)
    let received = recv(descriptor, &bytes, count, 0)
    guard received >= 0 else { throw Failed() }
    return Array(bytes.prefix(received))
  }

  /// Reads until the other side ends or resets the connection.
  func readToEnd(within seconds: Int = 30) throws -> String {
    var all: [UInt8] = []
    while true {
      do {
        let bytes = try read(atMost: 4096, within: seconds)
        guard !bytes.isEmpty else { return String(decoding: all, as: UTF8.self) }
        all += bytes
      } catch let error as Failed where error.code == ECONNRESET {
        return String(decoding: all, as: UTF8.self)
      }
    }
  }

  private static func make() -> Int32 { socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0) }

  private static func with(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool) -> Bool {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
