import Foundation
import HTTPTypes

/// What somebody asks a page, who may ask it.
struct BoardRequest: Sendable {
  let visitor: Visitor
  /// What was posted; empty for a look.
  let form: Form
  let language: BoardLanguage
  /// Where it comes from, for limits.
  let address: String
  /// Keys of a search or a page; never anything personal.
  private let queryItems: [String: String]
  private let parameters: [String: String]

  init(
    visitor: Visitor, form: Form, language: BoardLanguage, address: String, queryItems: [String: String],
    parameters: [String: String]
  ) {
    self.visitor = visitor
    self.form = form
    self.language = language
    self.address = address
    self.queryItems = queryItems
    self.parameters = parameters
  }

  /// Who is signed in to the board.
  ///
  /// Only for routes that need a role: others have nobody.
  var user: Visitor.User {
    guard case .staff(let user) = visitor else { preconditionFailure("the route lets in who is not signed in") }
    return user
  }

  /// Which of the made-up citizens has signed in.
  ///
  /// Only for routes of the family.
  var citizen: String {
    guard case .citizen(let name) = visitor else { preconditionFailure("the route lets in who is no citizen") }
    return name
  }

  /// A part of the path, decoded.
  func parameter(_ name: String) -> String? { parameters[name] }

  func query(_ name: String) -> String? { queryItems[name] }

  /// Why somebody acts or looks, as he has written it.
  ///
  /// - Throws: ``BoardError`` if it is missing or longer than a sentence or two.
  func reason() throws(BoardError) -> String {
    let text = form.text("reason") ?? ""
    guard text.count >= 5 else { throw .badInput("Write in at least five characters why you do this.") }
    guard text.count <= 300 else { throw .badInput("Write in at most 300 characters why you do this.") }
    // Twelve digits are somebody's number, and the reason is kept for long.
    return text.replacing(/[0-9]{12}/, with: "…")
  }
}
