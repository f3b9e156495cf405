import FlyingFox
import FlyingSocks
import Foundation
public import ServiceLifecycle

/// `/live`, `/ready` and `/metrics` over HTTP, for whoever starts and watches the worker.
public struct HealthServer: Service {
  private let port: UInt16
  private let health: Health
  private let metrics: PrometheusRegistry

  /// - Parameter port: 0 to 65535; 0 lets the system choose.
  public init(port: UInt16, health: Health, metrics: PrometheusRegistry) {
    (self.port, self.health, self.metrics) = (port, health, metrics)
  }

  public func run() async throws {
    // Its own log would be a line of text for every question, also where lines are JSON.
    let server = HTTPServer(port: port, logger: .disabled)
    await server.appendRoute("GET /live") { _ in HTTPResponse(statusCode: .ok, body: Data("alive\n".utf8)) }
    await server.appendRoute("GET /ready") { [health] _ in
      HTTPResponse(
        statusCode: health.isReady ? .ok : .serviceUnavailable, headers: [.contentType: "text/plain; charset=utf-8"],
        body: Data(health.report.utf8))
    }
    await server.appendRoute("GET /metrics") { [metrics] _ in
      HTTPResponse(
        statusCode: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
        body: Data(metrics.text.utf8))
    }
    do {
      try await cancelWhenGracefulShutdown { try await server.run() }
    } catch {
      // That it was told to end is no failure: a worker that has drained exits 0.
      guard Task.isShuttingDownGracefully else { throw error }
    }
  }
}
