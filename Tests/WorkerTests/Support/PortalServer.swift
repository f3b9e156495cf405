import FlyingFox
import FlyingSocks
import Foundation
import QueueContracts
import Synchronization

/// The portal's end of the service history: a real HTTP server that keeps what is put into it.
final class PortalServer: Sendable {
  /// What one PUT comes to; the entry is kept where it is a success.
  typealias Answer = @Sendable (_ target: String, _ timesSeen: Int) async throws -> Int

  private struct State {
    var bodies: [String: [Data]] = [:]
    var traces: [String: String] = [:]
    var connections: Set<String> = []
    var underWay = 0
    var mostUnderWay = 0
  }

  private let state = Mutex(State())
  private let answer: Answer

  private init(_ answer: @escaping Answer) { self.answer = answer }

  /// What was put under each target, in the order in which it came.
  var bodies: [String: [Data]] { state.withLock { $0.bodies } }
  /// The last `traceparent` under each target.
  var traces: [String: String] { state.withLock { $0.traces } }
  var puts: Int { bodies.values.map(\.count).reduce(0, +) }
  var connections: Int { state.withLock { $0.connections.count } }
  var mostUnderWay: Int { state.withLock { $0.mostUnderWay } }

  /// Runs `body` with the server and its address.
  ///
  /// - Parameter port: 0 lets the system choose.
  static func run<Result>(
    port: UInt16 = 0, answering answer: @escaping Answer = { _, _ in 201 },
    _ body: (PortalServer, String) async throws -> Result
  ) async throws -> Result {
    let own = PortalServer(answer)
    let server = HTTPServer(
      address: try sockaddr_in.inet(ip4: "127.0.0.1", port: port), logger: .disabled,
      handler: ClosureHTTPHandler { try await own.take($0) })
    let running = Task { try await server.run() }
    try await server.waitUntilListening()
    guard case .ip4(_, let port) = await server.listeningAddress else { throw CocoaError(.fileReadUnknown) }
    defer { running.cancel() }
    return try await body(own, "http://127.0.0.1:\(port)")
  }

  private func take(_ request: HTTPRequest) async throws -> HTTPResponse {
    guard request.method == .PUT, request.headers[.contentType] == "application/json" else {
      return HTTPResponse(statusCode: .badRequest)
    }
    let (target, body) = (request.target.rawValue, try await request.bodyData)
    let seen = state.withLock { state in
      state.connections.insert("\(String(describing: request.remoteAddress))")
      state.underWay += 1
      state.mostUnderWay = max(state.mostUnderWay, state.underWay)
      state.bodies[target, default: []].append(body)
      state.traces[target] = request.headers[HTTPHeader("traceparent")]
      return state.bodies[target, default: []].count
    }
    defer { state.withLock { $0.underWay -= 1 } }
    return HTTPResponse(statusCode: HTTPStatusCode(try await answer(target, seen), phrase: "Answer"))
  }
}
