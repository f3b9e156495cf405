import HTTPTypes
import Operations
import WorkerRuntime

extension BoardError {
  /// Makes the error for the visitor from an error that a page has thrown; nil if the thrown error is unexpected.
  init?(any error: any Error) {
    switch error {
    case let error as BoardError: self = error
    case is StoreError: self = .unavailable("The store does not answer. Try again in a moment.")
    case let failure as OperationFailure:
      self = failure.status == .badInput ? .badInput(failure.sentence) : .unavailable(failure.sentence)
    case is TimedOut: self = .unavailable("This took too long. Try again in a moment.")
    default: return nil
    }
  }
}

extension Page {
  /// The page that shows an error to an operator, in place of the page that was asked for.
  static func error(_ error: BoardError) -> Page {
    let title =
      switch error.status.code {
      case 401: "Sign in again"
      case 403: "Not allowed"
      case 404: "Not found"
      case 400, 413, 422: "This cannot be done like this"
      case 503: "Not available now"
      default: "This did not work"
      }
    return Page(title: title, place: nil, template: "error", model: ErrorModel(error))
  }
}

private struct ErrorModel: Sendable {
  let sentence: String
  let isSignedOut: Bool

  init(_ error: BoardError) {
    sentence = error.operatorSentence
    isSignedOut = error.status == .unauthorized
  }
}
