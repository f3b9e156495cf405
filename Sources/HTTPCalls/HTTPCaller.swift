import AsyncHTTPClient
public import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import WorkerRuntime

/// What a server answered.
public struct HTTPAnswer: Sendable {
  public let status: Int
  /// No longer than was asked for; a longer one is cut.
  public let body: Data
}

/// Why there is no answer.
///
/// It never repeats an address: those of registers and of the service history hold IINs.
public enum HTTPFault: Error, Equatable {
  /// A status that is no answer to the question.
  case status(Int)
  case timedOut
  case noAnswer
  /// No TLS connection that can be trusted: another authority's certificate or name, an old version, or our own
  /// certificate was not taken.
  case insecure

  /// For an operator.
  public var detail: String {
    switch self {
    case .status(let status): "status \(status)"
    case .timedOut: "no answer in time"
    case .noAnswer: "no answer"
    case .insecure: "no TLS connection that both sides trust"
    }
  }
}

/// Asks for a page, and for no more than `limit` bytes of it.
///
/// A question that gets 5xx or no answer is asked a second time before that counts, within the same time-out.
///
/// - Throws: ``HTTPFault`` where no whole answer came, `CancellationError`.
public typealias HTTPGet = @Sendable (_ url: URL, _ limit: Int) async throws -> HTTPAnswer

/// Sends JSON, and takes no more than `limit` bytes of the answer.
///
/// - Parameter traceparent: the W3C's header of that name; none where it is nil.
/// - Throws: as ``HTTPGet``.
public typealias HTTPSend =
  @Sendable (_ url: URL, _ json: Data, _ traceparent: String?, _ limit: Int) async throws ->
  HTTPAnswer

/// Sends requests on connections that are kept for the next one.
///
/// No redirection is followed: it would carry an IIN to a server that nobody has configured.
public final class HTTPCaller: Sendable {
  private let client: HTTPClient
  private let seconds: Double
  private let authorization: @Sendable () -> String?

  /// - Parameters:
  ///   - seconds: how long one request may take as a whole, over 0.
  ///   - connections: to one server at once, 1 or more.
  ///   - access: which servers are believed, and how this process says who it is.
  public init(seconds: Double, connections: Int, access: HTTPAccess = .systemAuthorities()) {
    self.seconds = seconds
    authorization = access.authorization
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.tlsConfiguration = access.tls
    configuration.timeout.connect = .nanoseconds(Int64(seconds * 1_000_000_000))
    // A refused connection is an answer: tried again inside of the time-out, it would cost every caller all of it.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  deinit { client.shutdown { _ in } }

  /// Reads a page.
  @Sendable
  public func get(_ url: URL, atMost limit: Int) async throws -> HTTPAnswer {
    try await answer(to: HTTPClientRequest(url: url.absoluteString), isRead: true, atMost: limit)
  }

  /// Asks a question that is too long for an address and changes nothing, so that it is read like a page.
  @Sendable
  public func ask(_ url: URL, json: Data, traceparent: String?, atMost limit: Int) async throws -> HTTPAnswer {
    try await answer(to: request(.POST, url, json: json, traceparent: traceparent), isRead: true, atMost: limit)
  }

  /// Writes, once.
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
        // A service that fails now and then would otherwise hold up many messages in vain.
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
    // Longer than the whole may take: the clock around this decides, and it sees slow bodies too.
    let patience = TimeAmount.seconds(Int64(seconds) + 1)
    var request = request
    if let authorization = authorization() { request.headers.add(name: "Authorization", value: authorization) }
    let response = try await client.execute(request, timeout: patience)
    var body = Data()
    // What grows by doubling takes up to three times its size.
    let length = response.headers.first(name: "content-length").flatMap(Int.init) ?? 0
    body.reserveCapacity(min(limit, max(0, length)))
    for try await part in response.body {
      body.append(contentsOf: part.readableBytesView.prefix(limit - body.count))
      if body.count == limit { break }
    }
    return HTTPAnswer(status: Int(response.status.code), body: body)
  }
}
