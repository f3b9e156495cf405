import Foundation

/// A server that sends the same bytes on every connection and then closes it.
///
/// With it a test can break the rules of HTTP.
package final class BrokenServer: Sendable {
  private let socket: Int32
  package let base: String

  /// Listens on a port of its own, and sends the same bytes on every connection.
  ///
  /// - Parameters:
  ///   - bytes: what is sent.
  ///   - keepsTrickling: true if a byte follows every 50 ms, without an end.
  /// - Throws: an error if the system gives no port.
  package init(sending bytes: String, keepsTrickling: Bool = false) throws {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) == 0 && listen(socket, 16) == 0 && getsockname(socket, $0, &length) == 0
      }
    }
    guard isBound else { throw CocoaError(.featureUnsupported) }
    self.socket = socket
    base = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
    Thread.detachNewThread {
      while true {
        let connection = accept(socket, nil, nil)
        guard connection >= 0 else { return }
        var request = [UInt8](repeating: 0, count: 4096)
        _ = recv(connection, &request, request.count, 0)
        let answer = Array(bytes.utf8)
        _ = send(connection, answer, answer.count, Int32(MSG_NOSIGNAL))
        while keepsTrickling && send(connection, "x", 1, Int32(MSG_NOSIGNAL)) == 1 {
          Thread.sleep(forTimeInterval: 0.05)
        }
        close(connection)
      }
    }
  }

  deinit {
    shutdown(socket, Int32(SHUT_RDWR))
    close(socket)
  }
}
