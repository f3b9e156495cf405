import Foundation
import HTTPTypes
import QueueContracts
import Synchronization

/// A real HTTP server in place of the portal, which keeps the entries of the service history that are put into it.
package final class PortalServer: Sendable {
  /// Returns the status for one PUT.
  package typealias Answer = @Sendable (_ target: String, _ timesSeen: Int) async throws -> Int

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

  /// The bodies under each target, in the order in which they came.
  package var bodies: [String: [Data]] { state.withLock { $0.bodies } }
  /// The last `traceparent` under each target.
  package var traces: [String: String] { state.withLock { $0.traces } }
  package var puts: Int { bodies.values.map(\.count).reduce(0, +) }
  package var connections: Int { state.withLock { $0.connections.count } }
  package var mostUnderWay: Int { state.withLock { $0.mostUnderWay } }

  /// Runs `body` with the server and its address.
  ///
  /// - Parameters:
  ///   - port: the port; 0 lets the system choose.
  ///   - answer: returns the status for an entry; by default 201.
  ///   - body: is given the server and its address.
  /// - Returns: what `body` returns.
  /// - Throws: what `body` throws, or the server's error if it cannot listen.
  package static func run<Result>(
    port: UInt16 = 0, answering answer: @escaping Answer = { _, _ in 201 },
    _ body: (PortalServer, String) async throws -> Result
  ) async throws -> Result {
    let own = PortalServer(answer)
    return try await TestServer.run(port: port, answering: { try await own.take($0) }) { _, base in
      try await body(own, base)
    }
  }

  private func take(_ request: HTTPRequest) async throws -> HTTPResponse {
    guard request.method == .put, request.headers[.contentType] == "application/json" else { return HTTPResponse(400) }
    WireRecord.keep(entry: request.bodyData)
    let seen = state.withLock { state in
      state.connections.insert(request.remoteAddress)
      state.underWay += 1
      state.mostUnderWay = max(state.mostUnderWay, state.underWay)
      state.bodies[request.target, default: []].append(request.bodyData)
      state.traces[request.target] = request.headers[.init("traceparent")!]
      return state.bodies[request.target, default: []].count
    }
    defer { state.withLock { $0.underWay -= 1 } }
    return HTTPResponse(try await answer(request.target, seen))
  }
}
