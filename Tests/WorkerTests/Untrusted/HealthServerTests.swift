import Foundation
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing
import TestServers

@testable import WorkerRuntime

@Suite("The health server, which has no login", .serialized, .timeLimit(.minutes(3)))
struct HealthServerTests {
  private let health = Health()

  /// Runs `body` with the port of a new server, and with a function that returns the channels the server listened on.
  private func serving(
    _ limits: ConnectionLimits = .init(), _ body: (UInt16, @Sendable () -> [any Channel]) async throws -> Void
  ) async throws {
    health.set(.consuming, lane: 0)
    let port = try FreePort.choose()
    let listening = Shared<[any Channel]>([])
    let server = HealthServer(
      HealthAddress(host: "127.0.0.1", port: port), health: health, metrics: PrometheusRegistry(), limits: limits,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) { channel in listening.change { $0.append(channel) } }
    let running = Task { await server.run() }
    defer { running.cancel() }
    try await eventually("it listens") { !listening.value.isEmpty }
    try await body(port) { listening.value }
  }

  private func ask(_ port: UInt16, _ request: String) throws -> String {
    let socket = try TestSocket(port: port)
    try socket.write(Array(request.utf8))
    return try socket.readToEnd()
  }

  @Test("The health server answers only GET and HEAD of its own pages, with one answer for each connection")
  func pages() async throws {
    try await serving { port, _ in
      let live = try ask(port, "GET /live HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(live.hasPrefix("HTTP/1.1 200 OK\r\n") && live.hasSuffix("\r\n\r\nalive\n"), "\(live)")
      let head = try ask(port, "HEAD /ready HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n") && head.hasSuffix("\r\n\r\n"), "\(head)")
      let unknown = try ask(port, "GET /etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(unknown.hasPrefix("HTTP/1.1 404 ") && unknown.hasSuffix("\r\n\r\n"), "\(unknown)")
      let post = try ask(port, "POST /live HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")
      #expect(post.hasPrefix("HTTP/1.1 405 "), "\(post)")
      health.setProblem("store", "store is down")
      let ready = try ask(port, "GET /ready HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(ready.hasPrefix("HTTP/1.1 503 ") && ready.contains("problem store: store is down\n"), "\(ready)")
    }
  }

  @Test("Despite a thousand silent connections, requests are answered, because the oldest connections are closed")
  func crowd() async throws {
    try await serving { port, _ in
      var crowd: [TestSocket] = []
      for number in 0..<1000 {
        crowd.append(try TestSocket(port: port))
        if number % 100 == 99 { #expect(try ask(port, "GET /live HTTP/1.1\r\nHost: x\r\n\r\n").contains("alive")) }
      }
      // The oldest connections were ended.
      #expect(try crowd[0].readToEnd(within: 5) == "")
      #expect(try crowd[500].readToEnd(within: 5) == "")
    }
  }

  @Test("A request that comes too slowly, or is too long, ends its connection")
  func slow() async throws {
    try await serving(ConnectionLimits(requestSeconds: 1, totalSeconds: 2)) { port, _ in
      let slow = try TestSocket(port: port)
      try slow.write(Array("GET /live HTTP/1.1\r\nX: ".utf8))
      #expect(try slow.readToEnd() == "")
      let long = try TestSocket(port: port)
      try? long.write(Array("GET /live HTTP/1.1\r\nX: ".utf8) + [UInt8](repeating: 97, count: 20_000))
      #expect(try long.readToEnd() == "")
    }
  }

  @Test("A server that no longer listens is started again")
  func restarted() async throws {
    try await serving { port, listening in
      try await listening()[0].close()
      try await eventually("it listens again") { listening().count == 2 }
      #expect(try ask(port, "GET /live HTTP/1.1\r\nHost: x\r\n\r\n").contains("alive"))
    }
  }

  @Test("A health port that is in use, or a host that is not this machine, is an error in the settings")
  func taken() async throws {
    try await serving { port, _ in
      let inUse = await #expect(throws: SettingsError.self) {
        try await HealthAddress(host: "127.0.0.1", port: port).check()
      }
      #expect(inUse?.description == "HEALTH_PORT names a port that is in use.")
    }
    let elsewhere = await #expect(throws: SettingsError.self) {
      try await HealthAddress(host: "192.0.2.1", port: 0).check()
    }
    #expect(elsewhere?.description == "HEALTH_HOST is no address of this machine.")
  }
}
