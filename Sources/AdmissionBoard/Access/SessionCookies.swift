import Crypto
import HTTPTypes
import Hummingbird
import QueueContracts

/// The cookies that the board sets.
///
/// There is a session cookie for each audience (staff and family), a cookie for forms that are sent before anybody
/// signs in, and a cookie with the language.
struct SessionCookies: Sendable {
  let isSecure: Bool
  private static let key = SymmetricKey(size: .bits256)

  /// The prefix of the cookies' names.
  ///
  /// If the board uses TLS, the prefix is `__Host-`. Browsers accept a cookie with this prefix only if this host has
  /// set it by TLS.
  private var prefix: String { isSecure ? "__Host-" : "" }

  private func name(_ audience: Audience) -> String {
    switch audience {
    case .staff: "\(prefix)board"
    case .family: "\(prefix)family"
    }
  }

  func secret(of audience: Audience, in request: Request) -> String? {
    request.cookies[name(audience)].map { String($0.value.prefix(128)) }
  }

  func begin(_ audience: Audience, secret: String) -> Cookie { cookie(name(audience), secret) }

  func end(_ audience: Audience) -> Cookie { cookie(name(audience), "", maxAge: 0) }

  // MARK: - Before anybody has signed in

  /// The token of a form that is sent without a session; nil if the request has no cookie for such forms.
  func formToken(in request: Request) -> String? {
    request.cookies["\(prefix)form"].map { Secret.seal($0.value, with: Self.key) }
  }

  /// Makes a new cookie for forms without a session, and the token that those forms carry.
  func newForm() -> (cookie: Cookie, token: String) {
    let secret = Secret.random()
    return (cookie("\(prefix)form", secret), Secret.seal(secret, with: Self.key))
  }

  // MARK: - The language

  func language(in request: Request) -> Language? {
    request.cookies["language"].flatMap { Language(rawValue: $0.value) }
  }

  func keep(_ language: Language) -> Cookie { cookie("language", language.rawValue, maxAge: 365 * 86_400) }

  private func cookie(_ name: String, _ value: String, maxAge: Int? = nil) -> Cookie {
    Cookie(
      name: name, value: value, maxAge: maxAge, path: "/", secure: isSecure, httpOnly: true, sameSite: .strict)
  }
}
