import FlyingFox
import Foundation
public import ServiceLifecycle

/// `/live` and `/ready` over HTTP, for whoever starts and watches the worker.
public struct HealthServer: Service {
  private let port: UInt16
  private let health: Health

  /// - Parameter port: 0 to 65535; 0 lets the system choose.
  public init(port: UInt16, health: Health) { (self.port, self.health) = (port, health) }

  public func run() async throws {
    let server = HTTPServer(port: port)
    await server.appendRoute("GET /live") { _ in HTTPResponse(statusCode: .ok, body: Data("alive\n".utf8)) }
    await server.appendRoute("GET /ready") { [health] _ in
      HTTPResponse(
        statusCode: health.isReady ? .ok : .serviceUnavailable, headers: [.contentType: "text/plain; charset=utf-8"],
        body: Data(health.report.utf8))
    }
    try await cancelWhenGracefulShutdown { try await server.run() }
  }
}
