import Foundation
import HTTPTypes
import QueueContracts

/// A request to a page, from a visitor who has the permission that the page needs.
struct BoardRequest: Sendable {
  let visitor: Visitor
  /// The posted form; empty if the request only reads.
  let form: Form
  let language: Language
  /// The visitor's address, for the limits on signing in.
  let address: String
  /// The parameters of the query, which never hold personal data.
  private let queryItems: [String: String]
  private let parameters: [String: String]

  init(
    visitor: Visitor, form: Form, language: Language, address: String, queryItems: [String: String],
    parameters: [String: String]
  ) {
    self.visitor = visitor
    self.form = form
    self.language = language
    self.address = address
    self.queryItems = queryItems
    self.parameters = parameters
  }

  /// The user who is signed in to the board.
  ///
  /// This property may be used only on routes that need a role.
  var user: Visitor.User {
    guard case .staff(let user) = visitor else { preconditionFailure("the route lets in who is not signed in") }
    return user
  }

  /// The id of the made-up citizen who is signed in.
  ///
  /// This property may be used only on routes of the family's page.
  var citizen: String {
    guard case .citizen(let name) = visitor else { preconditionFailure("the route lets in who is no citizen") }
    return name
  }

  /// A parameter of the path, decoded.
  func parameter(_ name: String) -> String? { parameters[name] }

  func query(_ name: String) -> String? { queryItems[name] }

  /// The reason that the visitor has given for the action.
  ///
  /// - Throws: ``BoardError`` if the reason is shorter than 5 or longer than 300 characters.
  func reason() throws(BoardError) -> String {
    // A reason is stored and logged as one line, and the stores refuse some control characters. So line ends and
    // control characters become spaces.
    let text = String(String.UnicodeScalarView((form.text("reason") ?? "").unicodeScalars.map(\.inLine)))
    guard text.count >= 5 else { throw .badInput("Write in at least five characters why you do this.") }
    guard text.count <= 300 else { throw .badInput("Write in at most 300 characters why you do this.") }
    // Twelve digits may be a person's IIN, and recorded reasons are kept for a long time.
    return text.replacing(/[0-9]{12}/, with: "…")
  }
}

extension Unicode.Scalar {
  /// A space for a control character, a line end or a mark of text direction; otherwise the scalar itself.
  fileprivate var inLine: Unicode.Scalar {
    let properties = properties
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return " "
    default: return properties.isBidiControl ? " " : self
    }
  }
}
