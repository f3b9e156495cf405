import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// What a server answered.
struct HTTPAnswer: Sendable {
  let status: Int
  /// No longer than was asked for; a longer one is cut.
  let body: Data
}

/// Why there is no answer.
///
/// It never repeats an address: those of registers hold IINs.
enum HTTPFault: Error, Equatable {
  /// A status that is no answer to the question.
  case status(Int)
  case timedOut
  /// The number is Foundation's, such as -1004 for "cannot connect".
  case noAnswer(code: Int)

  /// For an operator.
  var detail: String {
    switch self {
    case .status(let status): "status \(status)"
    case .timedOut: "no answer in time"
    case .noAnswer(let code): "no answer (code \(code))"
    }
  }
}

/// Asks for a page, and for no more than `limit` bytes of it.
///
/// - Throws: ``HTTPFault`` where no whole answer came, `CancellationError`.
typealias HTTPGet = @Sendable (_ url: URL, _ limit: Int) async throws -> HTTPAnswer

/// Sends GET requests on connections that are kept for the next one.
///
/// Nothing is kept on disk, no cookies are held, and no redirection is followed: it would carry an IIN to a server that
/// nobody has configured.
///
/// On Linux, Foundation up to Swift 6.3 ends the process where a server closes the connection in the middle of its
/// answer's head, behind the first line (swift-corelibs-foundation, issue 5285). The messages in hand come again then.
final class HTTPGetter: Sendable {
  private let session: URLSession
  private let exchanges = HTTPExchanges()
  private let seconds: Double

  /// - Parameters:
  ///   - seconds: how long one request may take as a whole, over 0.
  ///   - connections: to one server at once, 1 or more.
  init(seconds: Double, connections: Int) {
    self.seconds = seconds
    let configuration = URLSessionConfiguration.ephemeral
    configuration.urlCache = nil
    configuration.httpCookieStorage = nil
    configuration.urlCredentialStorage = nil
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    configuration.httpMaximumConnectionsPerHost = connections
    // A little more than the whole: the clock here decides, the session's only clears up.
    configuration.timeoutIntervalForRequest = seconds + 1
    session = URLSession(configuration: configuration, delegate: exchanges, delegateQueue: nil)
  }

  deinit { session.finishTasksAndInvalidate() }

  @Sendable
  func get(_ url: URL, atMost limit: Int) async throws -> HTTPAnswer {
    do {
      return try await within(seconds: seconds) { reply in
        let task = session.dataTask(with: url)
        exchanges.begin(task, limit: limit, reply: reply)
        return { task.cancel() }
      }
    } catch is TimedOut {
      throw HTTPFault.timedOut
    }
  }
}

/// Collects the answers of a session's tasks.
private final class HTTPExchanges: NSObject, URLSessionDataDelegate {
  private struct Exchange {
    let limit: Int
    let reply: Reply<HTTPAnswer>
    var status = 0
    var body = Data()
  }

  /// By the task's number in its session.
  private let running = Mutex<[Int: Exchange]>([:])

  func begin(_ task: URLSessionTask, limit: Int, reply: Reply<HTTPAnswer>) {
    running.withLock { $0[task.taskIdentifier] = Exchange(limit: limit, reply: reply) }
    task.resume()
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    running.withLock { $0[dataTask.taskIdentifier]?.status = status }
    completionHandler(.allow)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let full: Exchange? = running.withLock { running in
      guard var exchange = running[dataTask.taskIdentifier] else { return nil }
      // Taken out while it grows, so that the bytes have one owner and are not copied each time.
      running[dataTask.taskIdentifier] = nil
      exchange.body.append(data.prefix(exchange.limit - exchange.body.count))
      if exchange.body.count >= exchange.limit { return exchange }
      running[dataTask.taskIdentifier] = exchange
      return nil
    }
    guard let full else { return }
    full.reply.settle(.success(HTTPAnswer(status: full.status, body: full.body)))
    dataTask.cancel()
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
    completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
  ) {
    guard let response = challenge.failureResponse as? HTTPURLResponse else {
      return completionHandler(.performDefaultHandling, nil)
    }
    // There is no name to offer. On Linux the default would let the task wait for one until its time is over.
    let exchange = running.withLock { $0[task.taskIdentifier] }
    exchange?.reply.settle(.success(HTTPAnswer(status: response.statusCode, body: Data())))
    completionHandler(.rejectProtectionSpace, nil)
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    guard let exchange = running.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
    if let error {
      let code = (error as? URLError)?.errorCode ?? (error as NSError).code
      exchange.reply.settle(.failure(HTTPFault.noAnswer(code: code)))
    } else {
      // A redirection that leads nowhere comes without having been announced.
      let status = (task.response as? HTTPURLResponse)?.statusCode ?? exchange.status
      exchange.reply.settle(.success(HTTPAnswer(status: status, body: exchange.body)))
    }
  }
}
