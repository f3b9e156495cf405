@testable import AdmissionBoard
import AsyncHTTPClient
import BoardAccounts
import Foundation
import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import QueueContracts
import TestTools
import WorkerRuntime
import WorkerStore

/// A board with a store of its own, that listens on this machine for as long as a test runs.
struct BoardHarness: Sendable {
  let board: Board
  let port: Int
  private let client: HTTPClient

  static let passwords = [
    BoardRole.reader: "reader's password", .operator: "operator's password", .auditor: "auditor's password",
  ]

  static func run(
    _ keys: [String: String] = [:], source: any SnapshotSource = EmptySource(), limits: TimeLimits = TimeLimits(),
    now: @escaping @Sendable () -> Timestamp = { .now }, _ test: (BoardHarness) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    let given = [
      "BOARD_PORT": "0", "STORE_URL": "sqlite://\(folder.path)/store.sqlite",
      "AMQP_URL": "amqp://guest:guest@127.0.0.1:1/",
    ].merging(keys) { $1 }
    let settings = Settings(given)
    let store = try await StoreURL(given["STORE_URL"] ?? "").openBoard()
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let board = try Board(settings: settings, store: store, source: source, logger: logger, now: now)
    let (ports, listening) = AsyncStream.makeStream(of: Int.self)
    let server = BoardServer(board: board, limits: limits) { channel in
      listening.yield(channel.localAddress?.port ?? 0)
    }
    let running = Task { try await server.run() }
    var iterator = ports.makeAsyncIterator()
    let port = await iterator.next() ?? 0
    let client = HTTPClient(configuration: .init(redirectConfiguration: .disallow))
    let result: Result<Void, any Error>
    do { result = .success(try await test(BoardHarness(board: board, port: port, client: client))) } catch {
      result = .failure(error)
    }
    running.cancel()
    try? await client.shutdown()
    _ = await running.result
    try result.get()
  }

  /// An answer of the board.
  struct Reply: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let text: String

    func header(_ name: String) -> String? { headers.first(name: name) }
    func all(_ name: String) -> [String] { headers[name] }

    var location: String? { header("location") }
    /// The hidden field of the page's first form.
    var formToken: String? { text.firstMatch(of: /name="csrf" value="([^"]+)"/).map { String($0.1) } }
  }

  /// A browser with its cookies.
  final class Browser: Sendable {
    private let harness: BoardHarness
    private let jar = Jar()
    let headers: [String: String]

    private actor Jar {
      var cookies: [String: String] = [:]
      func take(_ headers: HTTPHeaders) {
        for header in headers["set-cookie"] {
          let parts = (header.split(separator: ";").first ?? "").split(separator: "=", maxSplits: 1)
          cookies[String(parts[0])] = parts.count == 2 ? String(parts[1]) : nil
        }
      }
      var header: String { cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
    }

    init(_ harness: BoardHarness, headers: [String: String] = [:]) {
      self.harness = harness
      self.headers = headers
    }

    func get(_ path: String) async throws -> Reply { try await send("GET", path, nil, [:]) }

    /// Sends a form with the hidden field `csrf`, as a page of the session does.
    ///
    /// - Parameters:
    ///   - path: the page's path.
    ///   - fields: the fields by name.
    ///   - page: the page with the hidden field; nil for an error page, or the sign-in page if the former has no form.
    ///   - headers: headers that are sent besides those of the session.
    /// - Returns: the answer.
    /// - Throws: an error of the client if the board does not answer.
    func post(
      _ path: String, _ fields: [(String, String)] = [], from page: String? = nil, headers: [String: String] = [:]
    ) async throws -> Reply {
      var token = try await get(page ?? "/no-such-page").formToken
      if token == nil { token = try await get("/sign-in").formToken }
      return try await postWithout(path, fields + [("csrf", token ?? "")], headers: headers)
    }

    /// Sends a form without the hidden field.
    func postWithout(
      _ path: String, _ fields: [(String, String)] = [], headers: [String: String] = [:]
    ) async throws -> Reply {
      var allowed = CharacterSet.alphanumerics
      allowed.insert(charactersIn: "-._")
      let body = fields.map { name, value in
        "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")"
      }.joined(separator: "&")
      return try await send(
        "POST", path, body, ["content-type": "application/x-www-form-urlencoded"].merging(headers) { $1 })
    }

    private func send(
      _ method: String, _ path: String, _ body: String?, _ more: [String: String]
    ) async throws -> Reply {
      var request = HTTPClientRequest(url: "http://127.0.0.1:\(harness.port)\(path)")
      request.method = HTTPMethod(rawValue: method)
      for (name, value) in headers.merging(more, uniquingKeysWith: { $1 }) {
        request.headers.add(name: name, value: value)
      }
      let cookies = await jar.header
      if !cookies.isEmpty { request.headers.add(name: "cookie", value: cookies) }
      if let body { request.body = .bytes(ByteBuffer(string: body)) }
      let response = try await harness.client.execute(request, timeout: .seconds(60))
      await jar.take(response.headers)
      var text = ""
      if response.headers.first(name: "content-type")?.hasPrefix("text/event-stream") != true {
        text = String(buffer: try await response.body.collect(upTo: 4 << 20))
      }
      return Reply(status: Int(response.status.code), headers: response.headers, text: text)
    }
  }

  /// The status of the answer to a form of which only the beginning is sent.
  func statusOfUnfinishedForm(_ path: String) async throws -> Int {
    var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
    request.method = .POST
    request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
    let (parts, sender) = AsyncStream.makeStream(of: ByteBuffer.self)
    defer { sender.finish() }
    sender.yield(ByteBuffer(string: "name="))
    request.body = .stream(parts, length: .known(Int64(1000)))
    return Int(try await client.execute(request, timeout: .seconds(60)).status.code)
  }

  func browser(headers: [String: String] = [:]) -> Browser { Browser(self, headers: headers) }

  /// Adds a user of this role; the user's name is the name of the role.
  func add(_ role: BoardRole) async throws {
    let hash = try PasswordHash(of: Self.passwords[role] ?? "")
    try await board.store.keep(
      BoardUser(name: role.rawValue, role: role, password: hash.text, changedAt: board.now()))
  }

  /// A browser in which a user of this role has signed in.
  func signedIn(as role: BoardRole) async throws -> Browser {
    try await add(role)
    let browser = browser()
    _ = try await browser.post("/sign-in", [("name", role.rawValue), ("password", Self.passwords[role] ?? "")])
    return browser
  }
}

/// A source that knows nothing of a broker or a store.
struct EmptySource: SnapshotSource {
  func snapshot() async -> Snapshot { Snapshot(time: .now) }
}
