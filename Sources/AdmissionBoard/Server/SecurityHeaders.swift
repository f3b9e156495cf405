import HTTPTypes
import Hummingbird
import Logging

/// Adds the headers that keep browsers from framing pages, running foreign scripts, or guessing media types.
struct SecurityHeaders: RouterMiddleware {
  private static let fields: [(name: HTTPField.Name, value: String)] = [
    (
      .contentSecurityPolicy,
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    (.xContentTypeOptions, "nosniff"),
    (HTTPField.Name("X-Frame-Options")!, "DENY"),
    // Other sites do not learn the board's addresses from the header `Referer`. The stricter `no-referrer` would also
    // hide the origin of the board's own forms, which the board checks.
    (HTTPField.Name("Referrer-Policy")!, "same-origin"),
    (HTTPField.Name("Cross-Origin-Opener-Policy")!, "same-origin"),
    (HTTPField.Name("Cross-Origin-Resource-Policy")!, "same-origin"),
    (HTTPField.Name("Permissions-Policy")!, "camera=(), geolocation=(), microphone=()"),
  ]

  func handle(
    _ request: Request, context: BoardContext, next: (Request, BoardContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    for (name, value) in Self.fields { response.headers[name] = value }
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    return response
  }
}

/// Logs one line for each request.
///
/// The line names the route and never the request's own path, which may hold anything.
struct RequestLog: RouterMiddleware {
  let logger: Logger

  func handle(
    _ request: Request, context: BoardContext, next: (Request, BoardContext) async throws -> Response
  ) async throws -> Response {
    let began = ContinuousClock.now
    let response = try await next(request, context)
    let milliseconds = (ContinuousClock.now - began) / .milliseconds(1)
    logger.debug(
      "Answered",
      metadata: [
        "method": "\(request.method)", "route": "\(context.endpointPath ?? "none")",
        "status": "\(response.status.code)",
        "milliseconds": "\(Int(milliseconds))",
      ])
    return response
  }
}
