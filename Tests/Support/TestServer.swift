import Foundation
import HTTPTypes
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A request to a test's server.
package struct HTTPRequest: Sendable {
  package let method: HTTPTypes.HTTPRequest.Method
  /// Path and query, exactly as they were sent.
  package let target: String
  package let headers: HTTPFields
  package let bodyData: Data
  /// The address of the connection's other end.
  package let remoteAddress: String

  package var path: String { String(target.prefix { $0 != "?" }) }
}

/// An answer of a test's server.
package struct HTTPResponse: Sendable {
  package let status: Int
  package var headers: HTTPFields = [:]
  package var body = Data()

  package init(_ status: Int, headers: HTTPFields = [:], body: Data = Data()) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// A real HTTP server on this machine that records the requests and answers them as a test says.
///
/// If `answer` throws, the connection ends. If `answer` never returns, it is cancelled when the server ends.
package final class TestServer: Sendable {
  package typealias Answer = @Sendable (HTTPRequest) async throws -> HTTPResponse

  private struct Answers {
    var isOver = false
    var pending: [UUID: Task<HTTPResponse, any Error>] = [:]
  }

  private let asked = Mutex<[HTTPRequest]>([])
  private let answers = Mutex(Answers())

  /// The requests, in the order in which they came.
  package var requests: [HTTPRequest] { asked.withLock { $0 } }
  /// The targets of the requests, exactly as they were sent.
  package var targets: [String] { requests.map(\.target) }
  /// The number of connections that the requests came on.
  package var connections: Int { Set(requests.map(\.remoteAddress)).count }

  /// Runs `body` with the server and its address, `http://127.0.0.1:…`, or `https://…` with TLS.
  ///
  /// - Parameters:
  ///   - port: the port; 0 lets the system choose.
  ///   - tls: the certificate and key; nil for plain HTTP.
  ///   - answer: the answer to a request.
  ///   - body: is given the server and its address.
  /// - Returns: what `body` returns.
  /// - Throws: what `body` throws, or the server's error if it cannot listen.
  @discardableResult
  package static func run<Result>(
    port: UInt16 = 0, tls: TLSConfiguration? = nil, answering answer: @escaping Answer,
    _ body: (TestServer, String) async throws -> Result
  ) async throws -> Result {
    let own = TestServer()
    let (ports, listening) = AsyncStream.makeStream(of: Int.self)
    let plain = HTTP1Channel { try await own.take($0, $1, $2, answer) }
    let (running, shutDown): (Task<Void, any Error>, @Sendable () async throws -> Void)
    if let tls {
      (running, shutDown) = serve(try TLSChannel(plain, tlsConfiguration: tls), port: port, listening)
    } else {
      (running, shutDown) = serve(plain, port: port, listening)
    }
    guard let port = await ports.first(where: { _ in true }) else {
      try await running.value
      throw CancellationError()
    }
    let scheme = tls == nil ? "http" : "https"
    let result: Swift.Result<Result, any Error>
    do { result = .success(try await body(own, "\(scheme)://127.0.0.1:\(port)")) } catch { result = .failure(error) }
    own.endAnswers()
    // If the server's task is cancelled just when it has accepted a connection, the HTTP library ends the process. So
    // the task is cancelled last, and only if clients keep their connections open for five seconds.
    let closing = Task { try? await shutDown() }
    let timeout = Task {
      try? await Task.sleep(for: .seconds(5))
      running.cancel()
    }
    // Then the port is free; the next server may want it.
    _ = await running.result
    timeout.cancel()
    await closing.value
    return try result.get()
  }

  private static func serve(
    _ channel: some ServerChildChannel, port: UInt16, _ listening: AsyncStream<Int>.Continuation
  ) -> (Task<Void, any Error>, shutDown: @Sendable () async throws -> Void) {
    let server = Server(
      childChannelSetup: channel,
      configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: Int(port))),
      onServerRunning: { listening.yield($0.localAddress?.port ?? 0) },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let running = Task {
      defer { listening.finish() }
      try await server.run()
    }
    return (running, { try await server.shutdownGracefully() })
  }

  /// Cancels the answers that have not come yet, and the answers to later requests.
  private func endAnswers() {
    let pending = answers.withLock { answers in
      answers.isOver = true
      return answers.pending.values
    }
    for answer in pending { answer.cancel() }
  }

  private func answered(_ request: HTTPRequest, by answer: @escaping Answer) async throws -> HTTPResponse {
    let id = UUID()
    let task = Task { try await answer(request) }
    let isOver = answers.withLock { answers in
      answers.pending[id] = task
      return answers.isOver
    }
    if isOver { task.cancel() }
    defer { answers.withLock { _ = $0.pending.removeValue(forKey: id) } }
    return try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }

  private func take(
    _ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel, _ answer: @escaping Answer
  ) async throws {
    let content = try await request.body.collect(upTo: 64 << 20)
    let taken = HTTPRequest(
      method: request.method, target: request.head.path ?? "", headers: request.headers,
      bodyData: Data(content.readableBytesView), remoteAddress: "\(String(describing: channel.remoteAddress))")
    asked.withLock { $0.append(taken) }
    let response = try await answered(taken, by: answer)
    let body = ResponseBody(byteBuffer: ByteBuffer(bytes: response.body))
    let whole = Response(status: .init(code: response.status), headers: response.headers, body: body)
    try await writer.write(response: whole.head, body: whole.body)
  }
}
