import WorkerBase
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// Serves `/live`, `/ready` and `/metrics` over HTTP, for the system that starts and watches the worker.
///
/// If the server fails, the worker goes on. The failure is logged, and the server is started again.
public struct HealthServer: Service {
  private let address: HealthAddress
  private let pages: HealthPages
  private let logger: Logger
  private let onListening: @Sendable (any Channel) async -> Void

  /// Creates a server; it listens when it is run.
  public init(_ address: HealthAddress, health: Health, metrics: PrometheusRegistry, logger: Logger) {
    self.init(address, health: health, metrics: metrics, logger: logger) { _ in }
  }

  /// Creates a server for tests.
  ///
  /// - Parameters:
  ///   - address: the address to listen on.
  ///   - health: the state that the page `/ready` shows.
  ///   - metrics: the metrics that the page `/metrics` shows.
  ///   - limits: bounds on connections to the server.
  ///   - logger: says why the server ended.
  ///   - onListening: called with the listening socket each time that the server listens.
  init(
    _ address: HealthAddress, health: Health, metrics: PrometheusRegistry, limits: ConnectionLimits = .init(),
    logger: Logger, onListening: @escaping @Sendable (any Channel) async -> Void
  ) {
    self.address = address
    pages = HealthPages(health: health, metrics: metrics, limits: limits)
    self.logger = logger
    self.onListening = onListening
  }

  /// Serves until a shutdown has begun and the open connections are answered.
  public func run() async {
    var backoff = Backoff()
    while true {
      let ending = await serve()
      guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
      let delay = backoff.next()
      logger.error(
        "The health server has ended, starting it again",
        metadata: [LogKey.detail: "\(ending)", LogKey.delay: "\(delay)"])
      try? await cancelWhenGracefulShutdown { try await Task.sleep(for: delay) }
    }
  }

  /// Listens until the server ends, and returns the reason.
  private func serve() async -> String {
    let server = Server(
      childChannelSetup: pages,
      configuration: ServerConfiguration(address: .hostname(address.host, port: Int(address.port))),
      onServerRunning: onListening, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      // The HTTP server's own log would have a line at every start, even if nothing is wrong.
      logger: Logger(label: "health") { _ in SwiftLogNoOpLogHandler() })
    do {
      try await server.run()
      return "it no longer listens"
    } catch {
      return "\(error)"
    }
  }
}
