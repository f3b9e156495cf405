import AsyncHTTPClient
public import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import WorkerBase

/// The answer of a server.
public struct HTTPAnswer: Sendable {
  /// The status code.
  public let status: Int
  /// The body, cut off after as many bytes as the request allowed.
  public let body: Data
}

/// The reason why a request failed.
///
/// A fault does not hold the address, because addresses of registers and of the service history contain IINs.
public enum HTTPFault: Error, Equatable {
  /// The server answered with this status, which the caller did not expect.
  case status(Int)
  /// No answer came in time.
  case timedOut
  /// The connection failed or broke.
  case noAnswer
  /// There is no trusted TLS connection: the server's certificate or TLS version was not accepted, or the server
  /// refused this process's certificate.
  case insecure

  /// The reason in an operator's words.
  public var detail: String {
    switch self {
    case .status(let status): "status \(status)"
    case .timedOut: "no answer in time"
    case .noAnswer: "no answer"
    case .insecure: "no TLS connection that both sides trust"
    }
  }
}

/// Sends a GET, and reads at most `limit` bytes of the answer.
///
/// A request that gets 5xx or no answer is sent once more, within the same time-out.
///
/// - Throws: ``HTTPFault`` if no whole answer came, `CancellationError` if the task was cancelled.
public typealias HTTPGet = @Sendable (_ url: URL, _ limit: Int) async throws -> HTTPAnswer

/// Sends JSON, and reads at most `limit` bytes of the answer.
///
/// The request has the W3C header `traceparent`, unless the argument of this name is nil.
///
/// - Throws: as ``HTTPGet``.
public typealias HTTPSend =
  @Sendable (_ url: URL, _ json: Data, _ traceparent: String?, _ limit: Int) async throws ->
  HTTPAnswer

/// An HTTP client that keeps its connections for later requests.
///
/// The client follows no redirection, because a redirection could send an IIN to a server that nobody has configured.
public final class HTTPCaller: Sendable {
  private let client: HTTPClient
  private let seconds: Double
  private let authorization: @Sendable () -> String?

  /// Creates a client.
  ///
  /// - Parameters:
  ///   - seconds: how long one request may take as a whole, over 0.
  ///   - connections: how many connections to one server may be open at once, 1 or more.
  ///   - access: the servers that this process trusts, and its credentials.
  public init(seconds: Double, connections: Int, access: HTTPAccess = .systemAuthorities()) {
    self.seconds = seconds
    authorization = access.authorization
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.tlsConfiguration = access.tls
    configuration.timeout.connect = .nanoseconds(Int64(seconds * 1_000_000_000))
    // A refused connection fails the request at once. If the client tried to connect again, every caller would wait for
    // the whole time-out.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  deinit { client.shutdown { _ in } }

  /// Sends a GET, see ``HTTPGet``.
  @Sendable
  public func get(_ url: URL, atMost limit: Int) async throws -> HTTPAnswer {
    try await answer(to: HTTPClientRequest(url: url.absoluteString), isRead: true, atMost: limit)
  }

  /// Sends a POST for a question that is too long for an address.
  ///
  /// The request changes nothing on the server, so it is retried like a GET.
  @Sendable
  public func ask(_ url: URL, json: Data, traceparent: String?, atMost limit: Int) async throws -> HTTPAnswer {
    try await answer(to: request(.POST, url, json: json, traceparent: traceparent), isRead: true, atMost: limit)
  }

  /// Sends a PUT once, without a second try.
  @Sendable
  public func put(_ url: URL, json: Data, traceparent: String?, atMost limit: Int) async throws -> HTTPAnswer {
    try await answer(to: request(.PUT, url, json: json, traceparent: traceparent), isRead: false, atMost: limit)
  }

  private func request(_ method: HTTPMethod, _ url: URL, json: Data, traceparent: String?) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: url.absoluteString)
    request.method = method
    request.headers.add(name: "Content-Type", value: "application/json")
    if let traceparent { request.headers.add(name: "traceparent", value: traceparent) }
    request.body = .bytes(json)
    return request
  }

  private func answer(to request: HTTPClientRequest, isRead: Bool, atMost limit: Int) async throws -> HTTPAnswer {
    do {
      return try await within(seconds: seconds) { [self] in
        if isRead, let answer = try? await exchange(request, atMost: limit), answer.status < 500 { return answer }
        // A second request is worth a short wait: if it succeeds, the message need not wait in a retry queue.
        if isRead { try await Task.sleep(for: .milliseconds(Int.random(in: 50...150))) }
        return try await exchange(request, atMost: limit)
      }
    } catch is TimedOut {
      throw HTTPFault.timedOut
    } catch let error as HTTPClientError where error == .connectTimeout {
      throw HTTPFault.timedOut
    } catch let error where error is NIOSSLError || error is NIOSSLExtraError || error is BoringSSLError {
      throw HTTPFault.insecure
    } catch {
      throw Task.isCancelled ? CancellationError() : HTTPFault.noAnswer
    }
  }

  private func exchange(_ request: HTTPClientRequest, atMost limit: Int) async throws -> HTTPAnswer {
    // `within(seconds:)` shall end a slow request, because it also covers the body. So the client's time-out is longer.
    let patience = TimeAmount.seconds(Int64(seconds) + 1)
    var request = request
    if let authorization = authorization() { request.headers.add(name: "Authorization", value: authorization) }
    let response = try await client.execute(request, timeout: patience)
    var body = Data()
    // A buffer that grows by doubling would take up to three times the body's size.
    let length = response.headers.first(name: "content-length").flatMap(Int.init) ?? 0
    body.reserveCapacity(min(limit, max(0, length)))
    for try await part in response.body {
      body.append(contentsOf: part.readableBytesView.prefix(limit - body.count))
      if body.count == limit { break }
    }
    return HTTPAnswer(status: Int(response.status.code), body: body)
  }
}
