import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import QueueContracts
import WorkerRuntime

/// Answers the requests of one route: it checks the visitor, reads the form, asks the page, and writes the page's
/// answer.
struct BoardResponder: HTTPResponder {
  typealias Context = BoardContext

  let route: Route
  let board: Board
  let gate: Gate
  let cookies: SessionCookies
  let limits: TimeLimits

  init(_ route: Route, of board: Board, limits: TimeLimits = TimeLimits()) {
    self.route = route
    self.board = board
    self.limits = limits
    gate = Gate(board)
    cookies = SessionCookies(isSecure: board.boardSettings.isSecure)
  }

  func respond(to request: Request, context: BoardContext) async throws -> Response {
    var admitted = Gate.Admitted(visitor: .nobody, secret: nil, formToken: nil)
    do {
      admitted = try await gate.admit(request, peer: context.peer, to: route.permission)
      let form = try await form(request, admitted)
      let boardRequest = boardRequest(request, admitted, form, context)
      switch route.handler {
      case .answer(let handle):
        // A request that changes something is never cancelled half-way, so no time limit applies to it here.
        guard route.method == .get else { return try await response(handle(boardRequest), request, admitted) }
        let answer = try await within(seconds: limits.lookSeconds) { try await handle(boardRequest) }
        return try await response(answer, request, admitted)
      case .live(let parts):
        return try await events(request, admitted).response(route.path, parts, of: board.live)
      case .stream(let parts):
        let events = try await events(request, admitted)
        return events.response(try await parts(boardRequest), of: board.live)
      }
    } catch {
      return try await failure(error, request, admitted)
    }
  }

  private func boardRequest(
    _ request: Request, _ admitted: Gate.Admitted, _ form: Form, _ context: BoardContext
  ) -> BoardRequest {
    let query = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
    let parameters = context.parameters.map { ($0.key.description, $0.value.removingPercentEncoding ?? "") }
    return BoardRequest(
      visitor: admitted.visitor, form: form, language: language(request),
      address: board.boardSettings.proxy.address(request.headers, peer: context.peer),
      queryItems: Dictionary(query) { first, _ in first }, parameters: Dictionary(parameters) { first, _ in first })
  }

  private func language(_ request: Request) -> Language {
    if let language = request.uri.queryParameters["lang"].flatMap({ Language(rawValue: String($0)) }) {
      return language
    }
    if let language = cookies.language(in: request) { return language }
    let accepted = (request.headers[.acceptLanguage] ?? "").prefix(200).split(separator: ",").lazy
      .compactMap { Language(rawValue: $0.drop { $0 == " " }.prefix(2).lowercased()) }
    return accepted.first ?? .en
  }

  /// - Throws: ``BoardError`` if the body is too large or not a form, or if the form does not belong to this session.
  private func form(_ request: Request, _ admitted: Gate.Admitted) async throws -> Form {
    guard route.method == .post else { return .empty }
    try gate.checkOrigin(request)
    let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
    guard length <= route.bodyLimit else { throw BoardError.tooLarge }
    let body = try await within(seconds: limits.formSeconds) { [limit = route.bodyLimit] in
      do {
        return try await request.body.collect(upTo: limit)
      } catch is NIOTooManyBytesError {
        throw BoardError.tooLarge
      }
    }
    let form = try Form(Data(body.readableBytesView), type: request.headers[.contentType] ?? "")
    try await gate.check(form, of: admitted, request, route.permission)
    return form
  }

  // MARK: - Answers

  private func response(
    _ answer: Answer, _ request: Request, _ admitted: Gate.Admitted
  ) async throws -> Response {
    var response =
      switch answer.content {
      case .page(let page, let status): await self.page(page, status, request, admitted)
      case .redirect(let path, let flash): await redirect(path, flash, admitted)
      }
    switch answer.sessionChange {
    case .begin(let visitor, let changedAt):
      let audience: Audience = if case .citizen = visitor { .family } else { .staff }
      // The old session ends, so that a secret that an attacker has planted in the browser opens nothing.
      await end(audience, of: request)
      let secret = await board.sessions.begin(visitor, userChangedAt: changedAt)
      response.setCookie(cookies.begin(audience, secret: secret))
    case .end(let audience):
      await end(audience, of: request)
      response.setCookie(cookies.end(audience))
    case nil: break
    }
    if let language = answer.language { response.setCookie(cookies.keep(language)) }
    return response
  }

  private func end(_ audience: Audience, of request: Request) async {
    if let secret = cookies.secret(of: audience, in: request) { await board.sessions.end(secret) }
  }

  private func page(
    _ page: Page, _ status: HTTPResponse.Status, _ request: Request, _ admitted: Gate.Admitted
  ) async -> Response {
    var cookie: Cookie?
    var token = admitted.formToken ?? cookies.formToken(in: request)
    if token == nil {
      let form = cookies.newForm()
      (cookie, token) = (form.cookie, form.token)
    }
    var flash: Flash?
    if let secret = admitted.secret { flash = await board.sessions.takeFlash(of: secret) }
    let frame = Frame(
      page, visitor: admitted.visitor, token: token ?? "", flash: flash, isProxied: isProxied,
      isSandbox: board.family != nil)
    var response = Self.html(board.templates.render(page.layout, frame), status)
    if let cookie { response.setCookie(cookie) }
    return response
  }

  private var isProxied: Bool { board.boardSettings.proxy.userHeader != nil }

  private static func html(_ text: String, _ status: HTTPResponse.Status) -> Response {
    Response(
      status: status,
      headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  private func redirect(_ path: String, _ flash: Flash?, _ admitted: Gate.Admitted) async -> Response {
    if let flash, let secret = admitted.secret { await board.sessions.keep(flash, for: secret) }
    var response = Response.redirect(to: path, type: .normal)
    response.headers[.cacheControl] = "no-store"
    return response
  }

  // MARK: - Streams

  /// - Throws: ``BoardError`` if too many pages are open.
  private func events(_ request: Request, _ admitted: Gate.Admitted) async throws(BoardError) -> EventStream {
    guard await board.live.hasRoom else {
      throw .unavailable("Too many pages are open: this one is not kept up to date.")
    }
    return EventStream(sessions: board.sessions, secret: admitted.secret)
  }

  // MARK: - Failures

  private func failure(_ error: any Error, _ request: Request, _ admitted: Gate.Admitted) async throws -> Response {
    let known = BoardError(any: error)
    if known == nil {
      board.logger.error(
        "A page failed", metadata: [LogKey.detail: "\(route.path): \(type(of: error))"])
    }
    let problem =
      known ?? BoardError(status: .internalServerError, operatorSentence: "Something failed here. It has been logged.")
    let isLook = route.method == .get || request.method == .head
    if case .answer = route.handler, isLook, problem.status == .unauthorized, !isProxied {
      return await redirect(route.permission == .family ? "/family" : "/sign-in", nil, admitted)
    }
    var response = try await errorPage(problem, request, admitted)
    // The connection is closed, because the unread rest of the form would be taken for the next request.
    if problem.status == .contentTooLarge { response.headers[.connection] = "close" }
    return response
  }

  private func errorPage(
    _ problem: BoardError, _ request: Request, _ admitted: Gate.Admitted
  ) async throws -> Response {
    guard let family = board.family, FamilyErrorPage.isOfFamily(request.uri.path) else {
      return await page(.error(problem), problem.status, request, admitted)
    }
    // A page that does not exist needs no sign-in, so the citizen may not have been looked up yet. The frame around the
    // error page names the citizen.
    let reader = (try? await gate.admit(request, peer: nil, to: .family)) ?? admitted
    let path = request.method == .get ? request.uri.path : nil
    let page = FamilyErrorPage(family: family).page(problem, language(request), path: path, visitor: reader.visitor)
    return await self.page(page, problem.status, request, reader)
  }
}
