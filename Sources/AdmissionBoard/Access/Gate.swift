import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import WorkerStore

/// Decides whether a request may reach its page.
struct Gate: Sendable {
  /// The number of seconds after which a user is looked up again, because the user may have been removed or changed.
  static let checkSeconds: Int64 = 10

  private let sessions: Sessions
  private let accounts: Accounts
  private let settings: BoardSettings
  private let cookies: SessionCookies

  init(_ board: Board) {
    sessions = board.sessions
    accounts = board.accounts
    settings = board.boardSettings
    cookies = SessionCookies(isSecure: board.boardSettings.isSecure)
  }

  /// A visitor who was let in.
  struct Admitted: Sendable {
    let visitor: Visitor
    /// The session's secret; nil if there is no session.
    let secret: String?
    /// The token that each form of the session carries; nil if there is no session.
    let formToken: String?
  }

  /// - Throws: ``BoardError`` if the visitor has not signed in, or lacks the permission.
  func admit(_ request: Request, peer: String?, to permission: Permission) async throws(BoardError) -> Admitted {
    let audience: Audience = permission == .family ? .family : .staff
    let known = await known(request, peer: peer, as: audience)
    switch permission {
    case .anybody: return known ?? Admitted(visitor: .nobody, secret: nil, formToken: nil)
    case .family:
      guard let known, case .citizen = known.visitor else { throw .signInFirst }
      return known
    case .look, .act, .unmask, .audit:
      guard let known, case .staff(let user) = known.visitor else { throw .signInFirst }
      guard user.role.may(permission) else { throw .notAllowed }
      return known
    }
  }

  private func known(_ request: Request, peer: String?, as audience: Audience) async -> Admitted? {
    if audience == .staff, settings.proxy.userHeader != nil {
      guard let user = settings.proxy.user(request.headers, peer: peer) else { return nil }
      let (secret, session) = await sessions.proxied(user)
      return Admitted(visitor: .staff(user), secret: secret, formToken: session.formToken)
    }
    guard let secret = cookies.secret(of: audience, in: request), let session = await sessions.use(secret),
      await isCurrent(session, secret)
    else { return nil }
    switch (audience, session.visitor) {
    case (.staff, .staff), (.family, .citizen):
      return Admitted(visitor: session.visitor, secret: secret, formToken: session.formToken)
    default: return nil
    }
  }

  /// Tells whether the session's user still exists and is unchanged.
  ///
  /// The answer is true without a look-up if the last look-up was less than ``checkSeconds`` ago. It is also true if
  /// the store does not answer.
  private func isCurrent(_ session: Sessions.Session, _ secret: String) async -> Bool {
    guard case .staff(let user) = session.visitor, let since = session.userChangedAt,
      await sessions.isLookUpDue(session, afterSeconds: Self.checkSeconds)
    else { return true }
    guard let isUnchanged = try? await accounts.isUnchanged(user.name, since: since) else { return true }
    if isUnchanged { await sessions.noteLookUp(secret) } else { await sessions.end(secret) }
    return isUnchanged
  }

  /// Refuses a request that a page of another site has made the browser send.
  ///
  /// - Throws: ``BoardError/forged`` if the browser's headers name another site.
  func checkOrigin(_ request: Request) throws(BoardError) {
    if let site = request.headers[HTTPField.Name("Sec-Fetch-Site")!], site != "same-origin", site != "none" {
      throw .forged
    }
    guard let origin = request.headers[.origin] else { return }
    let own = settings.publicURL ?? "\(settings.tls == nil ? "http" : "https")://\(request.head.authority ?? "")"
    guard origin.lowercased() == own.lowercased() else { throw .forged }
  }

  /// - Throws: ``BoardError/forged`` if the form carries no token that the board gave to this visitor.
  func check(
    _ form: Form, of admitted: Admitted, _ request: Request, _ permission: Permission
  ) async throws(BoardError) {
    var expected = [admitted.formToken]
    if permission == .anybody {
      // A family, or a visitor without a session, may send this form, too. Then it carries one of these two tokens.
      expected.append(await known(request, peer: nil, as: .family)?.formToken)
      expected.append(cookies.formToken(in: request))
    }
    guard let token = form.exactText("csrf"),
      expected.contains(where: { $0.map { Secret.areEqual(token, $0) } ?? false })
    else { throw .forged }
  }
}
