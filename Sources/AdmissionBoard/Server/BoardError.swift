import HTTPTypes

/// The reason why a request fails, in a sentence for the visitor.
struct BoardError: Error, Sendable {
  let status: HTTPResponse.Status
  /// A sentence for operators, without personal data and without any text from the request.
  let operatorSentence: String
  /// The sentence in the family's language; nil if the family reads only the words for the HTTP status.
  var familySentence: String?

  static func badInput(_ sentence: String) -> BoardError {
    BoardError(status: .unprocessableContent, operatorSentence: sentence)
  }

  static func notFound(_ sentence: String) -> BoardError { BoardError(status: .notFound, operatorSentence: sentence) }
  static func conflict(_ sentence: String) -> BoardError { BoardError(status: .conflict, operatorSentence: sentence) }
  static func unavailable(_ sentence: String) -> BoardError {
    BoardError(status: .serviceUnavailable, operatorSentence: sentence)
  }
  /// A service is unavailable; the sentence is in the family's language.
  static func unavailable(toFamily sentence: String) -> BoardError {
    BoardError(status: .serviceUnavailable, operatorSentence: sentence, familySentence: sentence)
  }

  static let signInFirst = BoardError(status: .unauthorized, operatorSentence: "Your session has ended. Sign in again.")
  static let notAllowed = BoardError(status: .forbidden, operatorSentence: "Your role does not allow this.")
  static let forged = BoardError(
    status: .forbidden,
    operatorSentence: "This form was not sent from a page of your session. Open the page anew and send it again.")
  static let tooLarge = BoardError(status: .contentTooLarge, operatorSentence: "What was sent is too large.")
  static let badForm = BoardError(status: .badRequest, operatorSentence: "What was sent cannot be read as a form.")
}
