import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes

/// Answers one request on each connection, then closes the connection.
struct HealthPages: ServerChildChannel {
  private let health: Health
  private let metrics: PrometheusRegistry
  private let limits: ConnectionLimits
  private let open: OpenConnections
  /// The HTTP codec without its own request loop, which would go on reading after the first request.
  private let http = HTTP1Channel { _, _, _ in }

  init(health: Health, metrics: PrometheusRegistry, limits: ConnectionLimits) {
    self.health = health
    self.metrics = metrics
    self.limits = limits
    open = OpenConnections(limit: limits.count)
  }

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
    open.admit(channel)
    return channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.addHandler(ConnectionBounds(limits))
    }.flatMap { http.setup(channel: channel, logger: logger) }
  }

  func handle(value: HTTP1Channel.Value, logger: Logger) async {
    // A connection that breaks or does not speak HTTP ends by itself, and is not worth a log line.
    try? await value.executeThenClose { inbound, outbound in
      for try await case .head(let request) in inbound {
        try await outbound.write(contentsOf: answer(request))
        break
      }
      outbound.finish()
      // Waits until the answer is sent and the other side has closed the connection, or until the connection's time is
      // up.
      try await value.channel.closeFuture.get()
    }
  }

  private func answer(_ request: HTTPRequest) -> [HTTPResponsePart] {
    let (status, type, text) = page(request)
    let body = ByteBuffer(string: text)
    var head = HTTPResponse(status: status)
    head.headerFields[.connection] = "close"
    head.headerFields[.contentType] = type
    head.headerFields[.contentLength] = "\(body.readableBytes)"
    return [.head(head)] + (request.method == .head ? [] : [.body(body)]) + [.end(nil)]
  }

  private func page(_ request: HTTPRequest) -> (HTTPResponse.Status, type: String, text: String) {
    let plain = "text/plain; charset=utf-8"
    guard request.method == .get || request.method == .head else { return (.methodNotAllowed, plain, "") }
    return switch request.path?.prefix(while: { $0 != "?" }) {
    case "/live": (.ok, plain, "alive\n")
    case "/ready": (health.isReady ? .ok : .serviceUnavailable, plain, health.report)
    case "/metrics": (.ok, "text/plain; version=0.0.4; charset=utf-8", metrics.text)
    default: (.notFound, plain, "")
    }
  }
}
