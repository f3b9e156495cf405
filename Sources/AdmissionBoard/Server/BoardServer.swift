import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import ServiceLifecycle
import WorkerRuntime

/// Serves the board's pages over HTTP.
struct BoardServer: Service {
  private static let connections = 1024
  /// The time that a connection may be silent, between two requests or within a request, in seconds.
  private static let idleSeconds: Int64 = 30

  let board: Board
  var limits = TimeLimits()
  /// Receives the listening socket.
  var onListening: @Sendable (any Channel) async -> Void = { _ in }

  func run() async throws {
    let settings = board.boardSettings
    let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
      maxHeaderFieldSize: 8 << 10, maxHeaderListSize: 16 << 10, maxHeaderFieldCount: 64)
    let http = HTTPServerBuilder.http1(
      configuration: .init(idleTimeout: .seconds(Self.idleSeconds), httpDecoderConfiguration: decoder))
    // Hummingbird's own log lines are dropped, because they would repeat the content of requests.
    let quiet = Logger(label: "board") { _ in SwiftLogNoOpLogHandler() }
    let application = Application(
      router: router(), server: try settings.tls.map { try .tls(http, tlsConfiguration: $0) } ?? http,
      configuration: ApplicationConfiguration(
        address: .hostname(settings.address.host, port: Int(settings.address.port)),
        availableConnectionsDelegate: MaximumAvailableConnections(Self.connections, logger: quiet)),
      onServerRunning: onListening, logger: quiet)
    try await application.run()
  }

  func router() -> Router<BoardContext> {
    let router = Router(context: BoardContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: SecurityHeaders())
    router.add(middleware: RequestLog(logger: board.logger))
    router.add(middleware: NotFoundPage(board: board))
    for file in StaticFile.all { router.get(RouterPath(file.path)) { request, _ in file.response(to: request) } }
    for route in Routes.all(board) {
      let responder = BoardResponder(route, of: board, limits: limits)
      router.on(RouterPath(route.path), method: route.method, responder: responder)
    }
    return router
  }
}

/// The time that the board spends on one request.
struct TimeLimits: Sendable {
  /// The most seconds that a request may take if it only reads.
  var lookSeconds = 60.0
  /// The most seconds that a form may take to arrive.
  var formSeconds = 30.0
}

/// Shows the board's own page for a path that does not exist.
struct NotFoundPage: RouterMiddleware {
  let board: Board

  func handle(
    _ request: Request, context: BoardContext, next: (Request, BoardContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as HTTPError where error.status == .notFound || error.status == .methodNotAllowed {
      let missing = Route.get("none", may: .anybody) { _ in throw BoardError.notFound("There is no such page.") }
      return try await BoardResponder(missing, of: board).respond(to: request, context: context)
    }
  }
}
