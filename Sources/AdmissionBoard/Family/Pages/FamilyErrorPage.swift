import HTTPTypes
import QueueContracts

/// Tells a family in its language why the page cannot be shown, and what to do next.
struct FamilyErrorPage: Sendable {
  /// The statuses that have texts of their own; any other status has the texts of 500.
  static let statuses = [400, 401, 403, 404, 409, 413, 422, 429, 500, 503]

  private struct Content: Sendable {
    let text: String
    let next: String
  }

  let family: Family

  /// True if the path belongs to the family's pages.
  static func isOfFamily(_ path: String) -> Bool { path == "/family" || path.hasPrefix("/family/") }

  /// The page that says what went wrong.
  ///
  /// - Parameters:
  ///   - error: the error; its sentence for operators is not shown.
  ///   - language: the language of the page.
  ///   - path: the path of the page that was asked for; the links to the other languages lead to it. If a form was
  ///     sent, it is nil and the links lead to `/family`.
  ///   - visitor: the visitor; for a citizen, the frame has the links that a citizen sees after signing in.
  /// - Returns: the page in the family's frame.
  func page(_ error: BoardError, _ language: Language, path: String?, visitor: Visitor) -> Page {
    let words = family.words
    let code = Self.statuses.contains(error.status.code) ? error.status.code : 500
    var citizen: Citizen?
    if case .citizen(let id) = visitor { citizen = family.citizen(id) }
    let frame = FamilyFrame(
      language, path: path ?? "/family", citizen: citizen, titlePrefix: words("errorPrefix", language))
    let content = Content(
      text: error.familySentence ?? words("error.\(code).text", language), next: words("error.\(code).next", language))
    var page = Page(
      title: words("error.\(code).title", language), place: nil, template: "family-error",
      model: FamilyModel(t: words.all(in: language), chrome: frame, body: content), layout: "family-layout")
    page.language = language
    return page
  }
}
