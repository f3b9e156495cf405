import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A TCP relay that a test can cut or freeze.
///
/// A cut is like a killed broker, a freeze like a partition. A freeze stops all bytes, or the bytes of one connection
/// in one direction.
public final class FaultyLink: Sendable {
  /// The direction of bytes.
  public enum Direction: Sendable {
    case toServer
    case fromServer
  }

  private struct Flow: Hashable {
    let connection: Int
    let direction: Direction
  }

  private struct State {
    var sockets: [Int32] = []
    var connections = 0
    var isFrozen = false
    var isCut = false
    var frozen: Set<Flow> = []
    /// The first bytes of each client, which contain the name of an AMQP connection.
    var greetings: [Int: Data] = [:]

    func withholds(_ flow: Flow) -> Bool { !isCut && (isFrozen || frozen.contains(flow)) }
  }

  /// The port that the relay listens on.
  public let port: Int
  private let listener: Int32
  private let target: Int
  private let state = Mutex(State())

  /// Starts a relay.
  ///
  /// - Parameters:
  ///   - target: the broker's port on this machine.
  ///   - address: the address to listen on.
  /// - Throws: an error if no port is free.
  public init(to target: Int, at address: String = "127.0.0.1") throws {
    let listener = Self.makeSocket()
    var place = Self.address(address, port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(listener, generic, length) == 0 && listen(listener, 16) == 0
          && getsockname(listener, generic, &length) == 0
      }
    }
    guard isListening else { throw CocoaError(.fileReadUnknown) }
    self.listener = listener
    self.target = target
    port = Int(UInt16(bigEndian: place.sin_port))
    Thread.detachNewThread { [self] in acceptAll() }
  }

  /// Ends every connection, and refuses new ones.
  public func cut() {
    state.withLock { state in
      state.isCut = true
      for socket in state.sockets + [listener] { shutdown(socket, Int32(SHUT_RDWR)) }
    }
  }

  /// Stops all bytes, and keeps the connections open.
  public func freeze() {
    state.withLock { $0.isFrozen = true }
  }

  /// Stops the bytes of one connection in one direction; the other direction goes on.
  ///
  /// - Parameters:
  ///   - direction: the direction to stop.
  ///   - connection: the connection's number in the order of opening, from 0.
  public func freeze(_ direction: Direction, of connection: Int) {
    state.withLock { _ = $0.frozen.insert(Flow(connection: connection, direction: direction)) }
  }

  /// Stops the bytes of one AMQP connection in one direction; all other bytes go on.
  ///
  /// - Parameters:
  ///   - direction: the direction to stop.
  ///   - name: what the connection's name ends with, for example "publisher".
  /// - Throws: an error if no connection's name ends with it.
  public func freeze(_ direction: Direction, ofConnectionNamed name: String) throws {
    let connection = state.withLock { state in
      state.greetings.filter { $0.value.range(of: Data(" \(name)".utf8)) != nil }.keys.min()
    }
    guard let connection else { throw CocoaError(.keyValueValidation) }
    freeze(direction, of: connection)
  }

  private func acceptAll() {
    while true {
      let client = accept(listener, nil, nil)
      guard client >= 0 else { break }
      let server = Self.makeSocket()
      var address = Self.address("127.0.0.1", port: UInt16(target))
      let status = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      guard status == 0 else { break }
      let number = state.withLock { state in
        state.sockets += [client, server]
        state.connections += 1
        return state.connections - 1
      }
      Thread.detachNewThread { [self] in pump(client, server, Flow(connection: number, direction: .toServer)) }
      Thread.detachNewThread { [self] in pump(server, client, Flow(connection: number, direction: .fromServer)) }
    }
    close(listener)
  }

  private func pump(_ source: Int32, _ sink: Int32, _ flow: Flow) {
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(source, &buffer, buffer.count)
      guard count > 0 else { break }
      if flow.direction == .toServer { note(buffer.prefix(count), of: flow.connection) }
      while state.withLock({ $0.withholds(flow) }) { usleep(20_000) }
      guard send(sink, buffer, count, Int32(MSG_NOSIGNAL)) == count else { break }
    }
    shutdown(sink, Int32(SHUT_RDWR))
  }

  private func note(_ bytes: ArraySlice<UInt8>, of connection: Int) {
    state.withLock { state in
      guard state.greetings[connection, default: Data()].count < 4096 else { return }
      state.greetings[connection, default: Data()].append(contentsOf: bytes.prefix(4096))
    }
  }

  private static func makeSocket() -> Int32 {
    #if canImport(Glibc)
      socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      socket(AF_INET, SOCK_STREAM, 0)
    #endif
  }

  private static func address(_ host: String, port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr(host)
    address.sin_port = port.bigEndian
    return address
  }
}
