import HTTPTypes
import QueueContracts

/// The answer of a page to a request.
struct Answer: Sendable {
  enum Content: Sendable {
    case page(Page, HTTPResponse.Status)
    case redirect(String, Flash?)
  }

  enum SessionChange: Sendable {
    case begin(Visitor, userChangedAt: Timestamp?)
    /// Ends the session that the browser has for this kind of visitor.
    case end(of: Audience)
  }

  let content: Content
  var sessionChange: SessionChange?
  /// The language to keep in a cookie for the following pages; nil leaves the cookie as it is.
  var language: Language?

  private init(_ content: Content, _ sessionChange: SessionChange? = nil) {
    self.content = content
    self.sessionChange = sessionChange
  }

  static func page(_ page: Page, status: HTTPResponse.Status = .ok) -> Answer { Answer(.page(page, status)) }

  /// Redirects to another page, which shows the message once.
  static func redirect(_ path: String, _ flash: Flash? = nil) -> Answer { Answer(.redirect(path, flash)) }

  static func signedIn(_ user: Visitor.User, changedAt: Timestamp, redirect path: String) -> Answer {
    Answer(.redirect(path, nil), .begin(.staff(user), userChangedAt: changedAt))
  }

  static func signedIn(citizen: String, redirect path: String) -> Answer {
    Answer(.redirect(path, nil), .begin(.citizen(citizen), userChangedAt: nil))
  }

  static func signedOut(_ audience: Audience, redirect path: String) -> Answer {
    Answer(.redirect(path, nil), .end(of: audience))
  }

  /// This answer, with a cookie that keeps the language.
  func keeping(_ language: Language) -> Answer {
    var answer = self
    answer.language = language
    return answer
  }
}

/// The kind of visitor that a session belongs to; a browser may have one session for each kind.
enum Audience: Sendable, CaseIterable {
  case staff, family
}

/// A message that is shown once, on the next page.
struct Flash: Sendable, Equatable {
  let text: String
  let isBad: Bool

  static func done(_ text: String) -> Flash { Flash(text: text, isBad: false) }
  static func failed(_ text: String) -> Flash { Flash(text: text, isBad: true) }
}
